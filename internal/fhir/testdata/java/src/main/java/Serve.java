import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.test.config.TestHSearchAddInConfig;
import ca.uhn.fhir.jpa.test.config.TestR4Config;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Runs HAPI FHIR's JPA server for R4 on this computer, in memory. Its port goes to the file that is named. */
public class Serve {
  public static void main(String[] args) throws Exception {
    var spring = new AnnotationConfigApplicationContext(TestR4Config.class, TestHSearchAddInConfig.NoFT.class);
    RestfulServer rest = new RestfulServer(spring.getBean(FhirContext.class));
    rest.registerProviders(spring.getBean("myResourceProvidersR4", ResourceProviderFactory.class).createProviders());
    rest.registerProvider(spring.getBean("mySystemProviderR4", JpaSystemProvider.class));
    rest.setPagingProvider(spring.getBean(DatabaseBackedPagingProvider.class));
    Server jetty = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler handler = new ServletContextHandler("/");
    handler.addServlet(new ServletHolder(rest), "/fhir/*");
    jetty.setHandler(handler);
    jetty.start();
    Files.writeString(Path.of(args[0]), String.valueOf(((ServerConnector) jetty.getConnectors()[0]).getLocalPort()));
    jetty.join();
  }
}
