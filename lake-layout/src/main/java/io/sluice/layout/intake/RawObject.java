package io.sluice.layout.intake;

/**
 * A raw file as the listing shows it.
 *
 * @param path relative to the table's raw location: {@code extracted_at=2026-11-19/part-0.json.gz}
 * @param modified epoch milliseconds
 * @param etag empty where the store has none
 */
public record RawObject(String path, long bytes, long modified, String etag) {

  /** Whether the bytes behind the path are still those that were seen as {@code other}. */
  public boolean sameContent(RawObject other) {
    if (bytes != other.bytes) {
      return false;
    }
    boolean tagged = !etag.isEmpty() && !other.etag.isEmpty();
    return tagged ? etag.equals(other.etag) : modified == other.modified;
  }
}
