package io.agentinstruct.activities.seed;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** All that a reading gave. */
record ReadOut(List<Seed> seeds, List<Store.Skipped> skipped) implements SeedReading.Sink {
  static final int ROOMY = 100_000;

  static ReadOut of(Path... inputs) {
    return of(settings(inputs), Caps.USUAL);
  }

  static ReadOut of(SeedReading.Settings settings, Caps caps) {
    ReadOut out = new ReadOut(new ArrayList<>(), new ArrayList<>());
    new SeedReading(settings, caps).read(out);
    return out;
  }

  static SeedReading.Settings settings(Path... inputs) {
    List<String> names = Arrays.stream(inputs).map(Path::toString).toList();
    return new SeedReading.Settings(names, ROOMY, Optional.empty(), Optional.empty());
  }

  static Path write(Path file, String text) {
    return write(file, text, StandardCharsets.UTF_8);
  }

  static Path write(Path file, String text, Charset charset) {
    return write(file, text.getBytes(charset));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only seed. */
  Seed seed() {
    if (seeds.size() != 1) {
      throw new AssertionError("not one seed, but " + this);
    }
    return seeds.getFirst();
  }

  String text(int seed) {
    return seeds.get(seed).text();
  }

  String text() {
    return seed().text();
  }

  Source source() {
    return seed().source();
  }

  /** File name and reason of each input skipped. */
  List<String> skips() {
    return skipped.stream()
        .map(skip -> skip.input().replaceAll(".*/", "") + " " + skip.reason())
        .toList();
  }

  List<String> names() {
    return seeds.stream().map(seed -> seed.source().path().replaceAll(".*/", "")).toList();
  }

  @Override
  public void seed(Seed seed) {
    seeds.add(seed);
  }

  @Override
  public void skipped(Store.Skipped input) {
    skipped.add(input);
  }

  @Override
  public boolean full() {
    return false;
  }
}
