package io.sluice.layout;

/**
 * The version of the format of a file that Sluice keeps beside a table. What a newer Sluice wrote
 * is refused, for it may mean something that this one would lose by writing the file again.
 */
public final class FormatVersion {

  private FormatVersion() {}

  /**
   * @param known the newest format that this Sluice reads
   * @param file what the message calls the file
   * @throws LakeException if the file's format is newer
   */
  public static void require(int version, int known, String file) {
    if (version > known) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot read "
              + file
              + ": it is of format "
              + version
              + " and this Sluice knows up to "
              + known
              + ". It was written by a newer Sluice: use that or a newer one.");
    }
  }

  /**
   * The format that a first line such as {@code sluice-manifest 2} tells.
   *
   * @param name the word it begins with
   * @return 0 if the line is not of that shape
   * @throws LakeException if the file's format is newer than {@code known}
   */
  public static int of(String line, String name, int known, String file) {
    String number = line.startsWith(name + " ") ? line.substring(name.length() + 1) : "";
    if (!number.matches("[1-9][0-9]{0,8}")) {
      return 0;
    }
    int version = Integer.parseInt(number);
    require(version, known, file);
    return version;
  }
}
