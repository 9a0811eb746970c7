package io.agentinstruct.activities.seed;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the files that inputs name: a file, a folder with all below it, or a pattern as a shell
 * knows it. Inputs come in the order given, a folder's files in the byte order of their paths.
 * Hidden files and folders are left out.
 */
public final class SeedSources {
  /** A file, or what stands where one was looked for. */
  public sealed interface Found {
    /** As a person would name it: from the input as given, with slashes. */
    String name();
  }

  /**
   * @param byName whether a person asked for this very file
   */
  public record InputFile(Path path, String name, Format format, boolean byName) implements Found {}

  public record Refused(String name, SkipReason reason, String detail) implements Found {}

  private final List<String> inputs;

  public SeedSources(List<String> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /**
   * Looks whether each input is there and has something to read, without reading it.
   *
   * @throws NoSuchInput for the first that is not, or has not
   */
  public void check() throws NoSuchInput {
    if (inputs.isEmpty()) {
      throw new NoSuchInput("No input is named: name a folder, a file or a pattern to read from.");
    }
    inputs.forEach(SeedSources::check);
  }

  /** Lists as it goes along, one folder at a time. */
  public Iterator<Found> found() throws NoSuchInput {
    Iterator<String> rest = inputs.iterator();
    return new Iterator<>() {
      private Iterator<Found> here = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!here.hasNext() && rest.hasNext()) {
          here = found(rest.next()).iterator();
        }
        return here.hasNext();
      }

      @Override
      public Found next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return here.next();
      }
    };
  }

  private static void check(String input) {
    Optional<Path> path = pathOf(input);
    if (path.isPresent() && Files.isDirectory(path.get())) {
      checkFolder(input);
    } else if (path.isPresent() && Files.exists(path.get())) {
      if (!Files.isRegularFile(path.get())) {
        throw Absence.ofRegularFile(input);
      }
    } else if (!FilePattern.isOne(input)) {
      throw Absence.ofFile(input);
    } else if (found(input).findFirst().isEmpty()) {
      throw Absence.ofMatches(input, FilePattern.of(input).folder());
    }
  }

  private static void checkFolder(String input) {
    Absence absence = new Absence(input);
    Iterator<Found> found = found(input).iterator();
    while (found.hasNext()) {
      switch (found.next()) {
        case InputFile _ -> {
          return;
        }
        case Refused refused -> absence.add(refused);
      }
    }
    throw absence.ofReadableFiles();
  }

  private static Stream<Found> found(String input) {
    Optional<Path> path = pathOf(input).filter(Files::exists);
    if (path.isPresent() && Files.isDirectory(path.get())) {
      return stream(new FolderWalk(path.get(), Integer.MAX_VALUE, false)).map(SeedSources::listed);
    }
    if (path.isEmpty() && FilePattern.isOne(input)) {
      return matching(FilePattern.of(input));
    }
    Path file = pathOf(input).orElseThrow(() -> Absence.ofFile(input));
    return Stream.of(named(file, FolderWalk.nameOf(file)));
  }

  private static Stream<Found> matching(FilePattern pattern) {
    return Files.isDirectory(pattern.folder())
        ? stream(new FolderWalk(pattern.folder(), pattern.depth(), pattern.namesHidden()))
            .filter(entry -> pattern.matches(entry.path()))
            .map(entry ->
                entry.kind() == FolderWalk.Kind.FILE
                    ? named(entry.path(), entry.name())
                    : listed(entry))
        : Stream.empty();
  }

  private static Stream<FolderWalk.Entry> stream(FolderWalk walk) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  /** What a person asks for by name is read whatever the name ends in. */
  private static Found named(Path path, String name) {
    return new InputFile(path, name, Format.of(name).orElse(Format.TEXT), true);
  }

  private static Found listed(FolderWalk.Entry entry) {
    String name = entry.name();
    return switch (entry.kind()) {
      case FILE ->
          Format.of(name)
              .<Found>map(format -> new InputFile(entry.path(), name, format, false))
              .orElseGet(() -> unknown(name, "name it by itself to read it as text"));
      case LINK -> unknown(name, "a link, which is not followed; name it by itself to read it");
      case SPECIAL -> unknown(name, "no regular file");
      case CLOSED_FOLDER -> new Refused(name, SkipReason.UNREADABLE, entry.trouble());
    };
  }

  private static Refused unknown(String name, String detail) {
    return new Refused(name, SkipReason.UNKNOWN_TYPE, detail);
  }

  private static Optional<Path> pathOf(String input) {
    try {
      return input.isBlank() ? Optional.empty() : Optional.of(Path.of(input));
    } catch (InvalidPathException e) {
      if (FilePattern.isOne(input)) {
        return Optional.empty();
      }
      throw Absence.ofPath(input, e);
    }
  }
}
