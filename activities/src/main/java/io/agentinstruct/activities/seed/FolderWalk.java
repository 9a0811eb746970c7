package io.agentinstruct.activities.seed;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Walks a folder in the byte order of the paths below it, with one listing a level in memory. Links
 * are met but not followed, so that a walk ends and stays where it began.
 */
final class FolderWalk implements Iterator<FolderWalk.Entry> {
  /**
   * @param trouble why a folder could not be listed
   */
  record Entry(Path path, String name, Kind kind, String trouble) {}

  enum Kind {
    FILE,
    LINK,
    SPECIAL,
    CLOSED_FOLDER
  }

  private record Child(Path fileName, boolean folder, Kind kind) implements Comparable<Child> {
    /** As if the folder's children stood here already: its name counts with the slash. */
    @Override
    public int compareTo(Child other) {
      return folder || other.folder
          ? byBytes(sortName(), other.sortName())
          : fileName.compareTo(other.fileName);
    }

    private String sortName() {
      return folder ? fileName + "/" : fileName.toString();
    }

    private static int byBytes(String left, String right) {
      return Arrays.compareUnsigned(
          left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
  }

  private record Level(Path folder, String name, Iterator<Child> children) {}

  private final int depth;
  private final boolean hidden;
  private final Deque<Level> levels = new ArrayDeque<>();
  private Optional<Entry> next = Optional.empty();

  /**
   * @param depth how many levels to walk; 1 = only the folder's own files
   * @param hidden whether names that begin with a dot count
   */
  FolderWalk(Path folder, int depth, boolean hidden) {
    this.depth = depth;
    this.hidden = hidden;
    enter(folder, nameOf(folder));
  }

  /** How a person names a path: without detours, with slashes. Empty for the current folder. */
  static String nameOf(Path path) {
    return path.normalize().toString().replace(File.separatorChar, '/');
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !levels.isEmpty()) {
      Level level = levels.getLast();
      if (level.children().hasNext()) {
        meet(level, level.children().next());
      } else {
        levels.removeLast();
      }
    }
    return next.isPresent();
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Entry entry = next.orElseThrow();
    next = Optional.empty();
    return entry;
  }

  private void meet(Level level, Child child) {
    Path path = level.folder().resolve(child.fileName());
    String name = child.fileName().toString();
    if (!level.name().isEmpty()) {
      name = level.name().endsWith("/") ? level.name() + name : level.name() + "/" + name;
    }
    if (!child.folder()) {
      next = Optional.of(new Entry(path, name, child.kind(), ""));
    } else if (levels.size() < depth) {
      enter(path, name);
    }
  }

  private void enter(Path folder, String name) {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        if (hidden || !path.getFileName().toString().startsWith(".")) {
          children.add(childAt(path));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      next = Optional.of(new Entry(folder, name, Kind.CLOSED_FOLDER, troubleOf(e)));
    }
    Collections.sort(children);
    levels.addLast(new Level(folder, name, children.iterator()));
  }

  private static String troubleOf(Exception trouble) {
    Throwable cause = trouble instanceof DirectoryIteratorException ? trouble.getCause() : trouble;
    return cause instanceof IOException io ? SeedReading.troubleOf(io) : "cannot be listed";
  }

  private static Child childAt(Path path) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Kind kind =
          file.isSymbolicLink() ? Kind.LINK : file.isRegularFile() ? Kind.FILE : Kind.SPECIAL;
      return new Child(path.getFileName(), file.isDirectory(), kind);
    } catch (IOException e) {
      return new Child(path.getFileName(), false, Kind.FILE); // reading it will say why not
    }
  }
}
