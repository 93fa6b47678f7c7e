package io.sluice.catalog.glue;

import io.sluice.layout.config.CatalogConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The client of one catalog and what it stands on: credentials of the default chain, or those of a
 * role that is assumed with them. Asking again is for {@link GlueCalls}, so Glue's client does not.
 */
final class GlueClients implements AutoCloseable {

  private static final String SESSION = "sluice";
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration READ = Duration.ofSeconds(30);
  private static final Duration ATTEMPT = Duration.ofMinutes(1);

  private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
  private final GlueClient glue;

  /** Calls nobody yet: a wrong address or missing credentials show at the first call. */
  GlueClients(CatalogConfig.Glue config) {
    GlueClientBuilder builder =
        GlueClient.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials(config))
            .httpClientBuilder(http())
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .apiCallTimeout(ATTEMPT)
                    .build());
    config.endpoint().ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
    glue = opened(builder.build());
  }

  GlueClient glue() {
    return glue;
  }

  private AwsCredentialsProvider credentials(CatalogConfig.Glue config) {
    DefaultCredentialsProvider own = opened(DefaultCredentialsProvider.builder().build());
    if (config.role().isEmpty()) {
      return own;
    }
    StsClient sts =
        opened(
            StsClient.builder()
                .region(Region.of(config.region()))
                .credentialsProvider(own)
                .httpClientBuilder(http())
                .build());
    AssumeRoleRequest role =
        AssumeRoleRequest.builder()
            .roleArn(config.role().get())
            .roleSessionName(SESSION)
            .externalId(config.externalId().orElse(null))
            .build();
    return opened(
        StsAssumeRoleCredentialsProvider.builder().stsClient(sts).refreshRequest(role).build());
  }

  private static SdkHttpClient.Builder<?> http() {
    return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(READ);
  }

  private <T extends SdkAutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }

  @Override
  public void close() {
    open.forEach(SdkAutoCloseable::close);
    open.clear();
  }
}
