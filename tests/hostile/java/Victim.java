/** Stands for Kafka and ZooKeeper: says that it runs, and waits. */
public class Victim {
    public static void main(String[] arguments) throws Exception {
        System.out.println("runs");
        System.in.read();
    }
}
