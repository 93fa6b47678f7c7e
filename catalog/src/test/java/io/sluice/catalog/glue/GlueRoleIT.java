package io.sluice.catalog.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As whom Glue is asked. */
class GlueRoleIT {

  private static final String ROLE = "arn:aws:iam::123456789012:role/register";
  private static final String STS = "aws.endpointUrlSts";

  private HttpServer sts;
  private volatile String asked = "";
  private volatile boolean refuse;

  @BeforeEach
  void listen() throws Exception {
    sts = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    sts.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          asked =
              URLDecoder.decode(new String(body, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
          byte[] answer = (refuse ? REFUSED : ASSUMED).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(refuse ? 403 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    sts.start();
    System.setProperty(STS, "http://127.0.0.1:" + sts.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    System.clearProperty(STS);
    sts.stop(0);
  }

  @Test
  void asksInTheRoleThatItAssumedWithTheExternalId() {
    try (GlueStub stub = new GlueStub();
        Catalog catalog = stub.open(stub.config(Optional.empty(), Optional.of(ROLE)))) {
      assertEquals(Optional.empty(), catalog.database("processed"));
      assertEquals(Set.of("ASSUMED"), stub.accessKeys());
    }
    assertTrue(asked.contains("Action=AssumeRole"), asked);
    assertTrue(asked.contains("RoleArn=" + ROLE), asked);
    assertTrue(asked.contains("RoleSessionName=sluice"), asked);
    assertTrue(asked.contains("ExternalId=acme"), asked);
  }

  @Test
  void asksAsItselfWithoutARole() {
    try (GlueStub stub = new GlueStub();
        Catalog catalog = stub.open()) {
      catalog.database("processed");
      assertEquals(Set.of("stub"), stub.accessKeys());
    }
    assertEquals("", asked);
  }

  @Test
  void saysThatTheRoleCannotBeAssumed() {
    refuse = true;
    try (GlueStub stub = new GlueStub();
        Catalog catalog = stub.open(stub.config(Optional.empty(), Optional.of(ROLE)))) {
      CatalogException refused =
          assertThrows(CatalogException.class, () -> catalog.database("processed"));
      assertEquals(
          "Cannot read database processed in the Glue catalog at "
              + stub.endpoint()
              + ": AccessDenied: User ana is not authorized to perform: sts:AssumeRole (request r1)."
              + " Give this role the permission in IAM, and in Lake Formation where that governs"
              + " the database, then run the command again.",
          refused.getMessage());
    }
  }

  private static final String ASSUMED =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleResult>
          <Credentials>
            <AccessKeyId>ASSUMED</AccessKeyId>
            <SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>token</SessionToken>
            <Expiration>2099-01-01T00:00:00Z</Expiration>
          </Credentials>
          <AssumedRoleUser>
            <Arn>arn:aws:sts::123456789012:assumed-role/register/sluice</Arn>
            <AssumedRoleId>A:sluice</AssumedRoleId>
          </AssumedRoleUser>
        </AssumeRoleResult>
        <ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata>
      </AssumeRoleResponse>
      """;

  private static final String REFUSED =
      """
      <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <Error>
          <Type>Sender</Type>
          <Code>AccessDenied</Code>
          <Message>User ana is not authorized to perform: sts:AssumeRole</Message>
        </Error>
        <RequestId>r1</RequestId>
      </ErrorResponse>
      """;
}
