import java.nio.file.Files;
import java.nio.file.Path;

/** What an attacker wants to run in the victim: it leaves a file, with the name of the user that it ran as. */
public class Agent {
    public static void agentmain(String proof) throws Exception {
        Files.writeString(Path.of(proof), System.getProperty("user.name"));
    }
}
