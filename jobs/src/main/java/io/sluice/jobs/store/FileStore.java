package io.sluice.jobs.store;

import io.sluice.layout.Location;
import io.sluice.layout.intake.RawObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.util.functional.FutureIO;

/** Small files and listings on any storage that Hadoop reaches. Thread-safe. */
public final class FileStore {

  /** Of a file that somebody else writes each time. */
  private static final int READINGS = 5;

  private final Configuration hadoop;
  private final Opening opening;

  public FileStore(Configuration hadoop) {
    this(hadoop, path -> path.getFileSystem(hadoop));
  }

  private FileStore(Configuration hadoop, Opening opening) {
    this.hadoop = hadoop;
    this.opening = opening;
  }

  /**
   * Reads from a location's storage with settings that are for this alone. Hadoop keeps what it has
   * opened for a bucket, with its settings, for all that is asked of that bucket later; what is
   * opened here is closed and leaves nothing behind.
   */
  public static void readApart(Configuration hadoop, Location location, Consumer<FileStore> work) {
    new FileStore(hadoop, path -> FileSystem.newInstance(path.toUri(), hadoop))
        .attempt(
            "read",
            location,
            own -> {
              try (own) {
                work.accept(new FileStore(hadoop, path -> own));
              }
              return null;
            });
  }

  /** The names of the folders directly inside a location; empty if it does not exist. */
  public List<String> folders(Location location) {
    return attempt(
        "list",
        location,
        fs -> {
          List<String> names = new ArrayList<>();
          for (FileStatus status : listOrNothing(fs, path(location))) {
            if (status.isDirectory()) {
              names.add(status.getPath().getName());
            }
          }
          names.sort(null);
          return names;
        });
  }

  /** The files directly inside a location, hidden ones left out; empty if it does not exist. */
  public List<FileStatus> files(Location location) {
    return attempt(
        "list",
        location,
        fs -> {
          List<FileStatus> files = new ArrayList<>();
          for (FileStatus status : listOrNothing(fs, path(location))) {
            if (status.isFile() && isVisible(status.getPath().getName())) {
              files.add(status);
            }
          }
          return files;
        });
  }

  /** All files below a folder, hidden ones too; empty if it does not exist. Links lead nowhere. */
  public List<StoredFile> stored(Location folder) {
    return attempt(
        "list",
        folder,
        fs -> {
          List<StoredFile> stored = new ArrayList<>();
          Path base = fs.makeQualified(path(folder));
          try {
            RemoteIterator<LocatedFileStatus> files = fs.listFiles(base, true);
            while (files.hasNext()) {
              LocatedFileStatus file = files.next();
              Location location =
                  folder.child(base.toUri().relativize(file.getPath().toUri()).getPath());
              if (!isLinked(location, folder)) {
                stored.add(new StoredFile(location, file.getLen(), file.getModificationTime()));
              }
            }
          } catch (FileNotFoundException e) {
            return List.of();
          }
          return stored;
        });
  }

  /** Hadoop does not tell for a local file: it follows links. */
  private static boolean isLinked(Location file, Location folder) {
    boolean linked = false;
    if (file.scheme().equals("file")) {
      for (Location at = file; at.isUnder(folder); at = at.parent()) {
        linked |= Files.isSymbolicLink(java.nio.file.Path.of(path(at).toUri().getPath()));
      }
    }
    return linked;
  }

  /**
   * What lies directly in a folder, hidden names left out.
   *
   * @param folders their names
   */
  public record Folder(List<String> folders, List<RawObject> files) {}

  /**
   * Looks into one folder.
   *
   * @param relative the folder's path below {@code root}, empty for that itself; the files' paths
   *     are below it too
   */
  public Folder folder(Location root, String relative) {
    Location location = relative.isEmpty() ? root : root.child(relative);
    return attempt(
        "list",
        location,
        fs -> {
          Folder folder = new Folder(new ArrayList<>(), new ArrayList<>());
          for (FileStatus status : listOrNothing(fs, path(location))) {
            String name = status.getPath().getName();
            if (isVisible(name) && status.isDirectory()) {
              folder.folders().add(name);
            } else if (isVisible(name)) {
              folder
                  .files()
                  .add(rawObject(relative.isEmpty() ? name : relative + "/" + name, status));
            }
          }
          folder.folders().sort(null);
          return folder;
        });
  }

  private static RawObject rawObject(String relative, FileStatus file) {
    return new RawObject(relative, file.getLen(), file.getModificationTime(), etag(file));
  }

  /**
   * All raw objects below a folder, as paths relative to {@code root}. Files and folders whose name
   * starts with a dot or an underscore are not data.
   */
  public List<RawObject> rawObjects(Location root, Location folder) {
    return attempt(
        "list",
        folder,
        fs -> {
          List<RawObject> objects = new ArrayList<>();
          Path base = fs.makeQualified(path(root));
          RemoteIterator<LocatedFileStatus> files = fs.listFiles(path(folder), true);
          while (files.hasNext()) {
            LocatedFileStatus file = files.next();
            String relative = base.toUri().relativize(file.getPath().toUri()).getPath();
            boolean visible = true;
            for (String part : relative.split("/")) {
              visible &= isVisible(part);
            }
            if (visible) {
              objects.add(rawObject(relative, file));
            }
          }
          return objects;
        });
  }

  /** One raw object, hidden or not; empty if there is none or it is a folder. */
  public Optional<RawObject> rawObject(Location root, String relative) {
    Location location = root.child(relative);
    return attempt(
        "look for",
        location,
        fs -> {
          try {
            FileStatus file = fs.getFileStatus(path(location));
            return file.isFile()
                ? Optional.of(rawObject(relative, file))
                : Optional.<RawObject>empty();
          } catch (FileNotFoundException e) {
            return Optional.<RawObject>empty();
          }
        });
  }

  public boolean exists(Location location) {
    return attempt("look for", location, fs -> fs.exists(path(location)));
  }

  /** At most so many bytes from the beginning of a file. */
  public byte[] head(Location location, int bytes) {
    return attempt(
        "read",
        location,
        fs -> {
          try (FSDataInputStream in = fs.open(path(location))) {
            return in.readNBytes(bytes);
          }
        });
  }

  /** A small text file; empty if there is none. */
  public Optional<String> read(Location location) {
    return attempt(
        "read",
        location,
        fs -> {
          try {
            return Optional.of(new String(bytes(fs, path(location)), StandardCharsets.UTF_8));
          } catch (FileNotFoundException e) {
            return Optional.<String>empty();
          }
        });
  }

  /** A small file, as it was at one moment, though others write it meanwhile. */
  static byte[] bytes(FileSystem fs, Path file) throws IOException {
    for (int left = READINGS - 1; ; left--) {
      try (FSDataInputStream in = fs.open(file)) {
        return in.readAllBytes();
      } catch (IOException e) {
        if (left == 0 || !Refusal.isOfAChangedFile(e)) {
          throw e;
        }
      }
    }
  }

  /** A small text file that never changes, as it was listed; empty if there is none. */
  public Optional<String> read(StoredFile file) {
    return attempt(
        "read",
        file.location(),
        fs -> {
          // Told the length, S3A does not ask for it.
          FutureDataInputStreamBuilder opening =
              fs.openFile(path(file.location()))
                  .opt("fs.option.openfile.length", String.valueOf(file.bytes()));
          try (FSDataInputStream in = FutureIO.awaitFuture(opening.build())) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          } catch (FileNotFoundException e) {
            return Optional.<String>empty();
          }
        });
  }

  /**
   * Puts a small text file, whole or not at all, over whatever was there. Where a rename is atomic
   * it is written aside first; an object store shows an object only when it is whole.
   */
  public void put(Location location, String text) {
    attempt(
        "write",
        location,
        fs -> {
          Path target = path(location);
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          if (isObjectStore(location)) {
            try (FSDataOutputStream out = overwriting(fs, target)) {
              out.write(bytes);
            }
            return null;
          }
          Path aside = new Path(target.getParent(), "." + target.getName() + ".tmp");
          write(fs, aside, bytes);
          replace(fs, aside, target);
          return null;
        });
  }

  /**
   * Puts a small text file, whole or not at all, if there is none. Of several writers exactly one
   * does, if the storage {@link #createsOnlyIfAbsent}.
   *
   * @param text unlike that of any other writer
   * @return whether it was put
   */
  public boolean putNew(Location location, String text) {
    return attempt(
        "write",
        location,
        fs -> NewFiles.create(fs, path(location), text.getBytes(StandardCharsets.UTF_8), hadoop));
  }

  /** Whether {@link #putNew} can be trusted there when several processes write. */
  public boolean createsOnlyIfAbsent(Location location) {
    return attempt("look at", location, fs -> NewFiles.isReliable(fs, path(location)));
  }

  /** The class of the file system that reaches a location. */
  public String connector(Location location) {
    return attempt("look at", location, fs -> fs.getClass().getName());
  }

  /** One rename over what was there: to delete that first would leave a crash with neither. */
  private void replace(FileSystem fs, Path aside, Path target) throws IOException {
    if ("file".equals(fs.getUri().getScheme())) {
      Files.move(
          java.nio.file.Path.of(aside.toUri()),
          java.nio.file.Path.of(target.toUri()),
          StandardCopyOption.ATOMIC_MOVE);
    } else {
      FileContext.getFileContext(fs.getUri(), hadoop)
          .rename(aside, target, Options.Rename.OVERWRITE);
    }
  }

  /** Moves a file or a folder; the folder it moves into is made. */
  public void move(Location from, Location to) {
    attempt(
        "move " + from + " to",
        to,
        fs -> {
          if (!to.scheme().equals("s3a")) {
            fs.mkdirs(path(to).getParent());
          }
          if (!fs.rename(path(from), path(to))) {
            throw new IOException("the rename was refused");
          }
          return null;
        });
  }

  /** Copies a file, over whatever was there. */
  void copy(Location from, Location to) {
    attempt(
        "copy " + from + " to",
        to,
        fs -> {
          FileSystem source = path(from).getFileSystem(hadoop);
          if (!FileUtil.copy(source, path(from), fs, path(to), false, true, hadoop)) {
            throw new IOException("the copy was refused");
          }
          return null;
        });
  }

  /** Deletes a file or a folder with all that is in it; nothing happens if there is none. */
  public void delete(Location location) {
    attempt("delete", location, fs -> fs.delete(path(location), true));
  }

  /** To Hadoop a bucket is no folder without a slash behind it. */
  static Path path(Location location) {
    String uri = location.uri();
    boolean isBucket = uri.indexOf('/', uri.indexOf("://") + 3) < 0;
    return new Path(isBucket ? uri + "/" : uri);
  }

  /** The location of a path as Hadoop or Spark spells it. */
  static Location location(Path path) {
    URI uri = path.toUri();
    return Location.of(
        uri.getScheme() == null
            ? uri.getPath()
            : uri.getScheme()
                + "://"
                + (uri.getAuthority() == null ? "" : uri.getAuthority())
                + uri.getPath());
  }

  static boolean isObjectStore(Location location) {
    return switch (location.scheme()) {
      case "s3", "s3a", "gs" -> true;
      default -> false;
    };
  }

  /** Whether a file or folder of that name is data: those with a dot or underscore are not. */
  public static boolean isVisible(String name) {
    return !name.startsWith(".") && !name.startsWith("_");
  }

  private static String etag(FileStatus file) {
    if (file instanceof EtagSource tagged && tagged.getEtag() != null) {
      return tagged.getEtag();
    }
    return "";
  }

  private static FileStatus[] listOrNothing(FileSystem fs, Path path) throws IOException {
    try {
      return fs.listStatus(path);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** One request: nothing is looked for first. */
  private static FSDataOutputStream overwriting(FileSystem fs, Path path) throws IOException {
    return (FSDataOutputStream)
        fs.createFile(path)
            .overwrite(true)
            .recursive()
            .opt("fs.s3a.create.performance", true)
            .build();
  }

  private static void write(FileSystem fs, Path path, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(bytes);
    }
  }

  private <T> T attempt(String verb, Location location, Action<T> action) {
    try {
      FileSystem fs = opening.of(path(location));
      fs.setWriteChecksum(false);
      return action.on(fs);
    } catch (IOException | UncheckedIOException | FSError e) {
      throw Refusal.of(verb, location, e);
    }
  }

  @FunctionalInterface
  private interface Opening {
    FileSystem of(Path path) throws IOException;
  }

  @FunctionalInterface
  private interface Action<T> {
    T on(FileSystem fs) throws IOException;
  }
}
