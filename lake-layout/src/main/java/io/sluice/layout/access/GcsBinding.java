package io.sluice.layout.access;

import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.config.LakeConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A role that somebody has on a bucket of Google Cloud Storage, or on a managed folder in one.
 *
 * @param folder {@code gs://acme-raw}, or {@code gs://acme/raw/} for a managed folder
 * @param role {@code roles/storage.objectViewer}
 */
public record GcsBinding(Layer layer, String folder, String role) {

  private static final String READS = "roles/storage.objectViewer";
  private static final String WRITES = "roles/storage.objectUser";

  /** What a role of a lake in gs:// needs. Raw is read only for everybody. */
  public static List<GcsBinding> of(Role role, LakeConfig lake) {
    List<GcsBinding> bindings = new ArrayList<>();
    for (Layer layer : role.reads()) {
      boolean writes = role == Role.JOB && layer != Layer.RAW;
      bindings.add(
          new GcsBinding(layer, folder(lake.layout().root(layer)), writes ? WRITES : READS));
    }
    return bindings;
  }

  private static String folder(Location root) {
    return root.uri().indexOf('/', "gs://".length()) < 0 ? root.uri() : root.uri() + "/";
  }

  /** Whether it is about a whole bucket. */
  public boolean isBucket() {
    return !folder.endsWith("/");
  }

  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("layer", layer.word());
    document.put("folder", folder);
    document.put("role", role);
    return document;
  }
}
