import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How close the program comes to its ideal: calls per second against what the model's latency allows, CPU, memory, and
 * the time to the first row. The program runs as its user runs it, in a process of its own, against a latency mock in
 * another. Ratios, not seconds, are what to compare.
 *
 * <p>{@code ./bench/run [--engines embedded,dev] [--laws constant:50,lognormal:400:0.5] [--seeds N] [--repeat N]}
 */
final class Bench {
  private static final int IN_FLIGHT = 64;
  private static final int CALLS_PER_SEED = 17;
  private static final double WARM = 0.25;
  private static final double TAIL = 0.85;

  private final Path home;
  private final HttpClient http = HttpClient.newHttpClient();

  private Bench(Path home) {
    this.home = home;
  }

  /** One look at the mock and at the program. */
  private record Look(double seconds, long calls, double slept, double cpu, long residentKb, long rows) {}

  public static void main(String[] args) throws Exception {
    Bench bench = new Bench(Path.of(option(args, "--home", ".")).toAbsolutePath());
    int repeat = Integer.parseInt(option(args, "--repeat", "1"));
    System.out.println("| engine | steps | latency | seeds | calls/s | of ideal | CPU s per 1,000 calls: program | server | peak MiB: program | server | first row s | first row at % of calls |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (String law : option(args, "--laws", "constant:50,lognormal:400:0.5").split(",")) {
      for (String engine : option(args, "--engines", "embedded,dev").split(",")) {
        for (int i = 0; i < repeat; i++) {
          System.out.println(bench.measure(engine, law, option(args, "--seeds", ""), option(args, "--steps", "")));
        }
      }
    }
  }

  private static String option(String[] args, String name, String unless) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return unless;
  }

  private String measure(String engine, String law, String wantedSeeds, String wantedSteps) throws Exception {
    boolean fast = law.startsWith("constant");
    int seeds = wantedSeeds.isEmpty() ? (fast ? 4000 : 600) : Integer.parseInt(wantedSeeds);
    String steps = !wantedSteps.isEmpty() ? wantedSteps : fast || engine.equals("embedded") ? "local" : "normal";
    Path work = Files.createTempDirectory("agentinstruct-bench");
    Path documents = documents(work, seeds);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process mock =
        new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", home.resolve("bench/LatencyMock.java").toString(), "0", law)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String ready = mock.inputReader().readLine();
      String endpoint = "http://127.0.0.1:" + ready.substring("READY ".length());
      ProcessBuilder builder =
          new ProcessBuilder(
              home.resolve("agentinstruct").toString(), "run", "--flow", home.resolve("bench/flows/seventeen-calls").toString(),
              "--seeds", documents.toString(), "--base-url", endpoint + "/v1", "--model", "latency-mock", "--in-flight", String.valueOf(IN_FLIGHT),
              "--engine", engine, "--steps", steps, "--workspace", work.resolve("workspace").toString(), "--name", "bench");
      Process program = builder.redirectErrorStream(true).redirectOutput(work.resolve("out.txt").toFile()).start();
      List<Look> looks = new ArrayList<>();
      List<Look> servers = new ArrayList<>();
      watch(program, endpoint, work.resolve("workspace/store.db"), looks, servers);
      if (program.waitFor() != 0) {
        throw new IllegalStateException("the program failed:\n" + Files.readString(work.resolve("out.txt")));
      }
      return row(engine, steps, law, seeds, looks, servers);
    } finally {
      mock.destroy();
      delete(work);
    }
  }

  private void watch(Process program, String endpoint, Path store, List<Look> looks, List<Look> servers)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (program.isAlive()) {
      String stats = http.send(HttpRequest.newBuilder(URI.create(endpoint + "/stats")).build(), HttpResponse.BodyHandlers.ofString()).body();
      double seconds = (System.nanoTime() - begun) / 1e9;
      double[] own = usage(program.pid());
      double[] server = new double[2];
      program.descendants().forEach(child -> {
        double[] more = usage(child.pid());
        server[0] += more[0];
        server[1] += more[1];
      });
      long rows = looks.isEmpty() || looks.getLast().rows() == 0 ? rows(store) : looks.getLast().rows();
      looks.add(new Look(seconds, number(stats, "calls"), number(stats, "sleptMicros") / 1e6, own[0], (long) own[1], rows));
      servers.add(new Look(seconds, 0, 0, server[0], (long) server[1], 0));
      Thread.sleep(100);
    }
  }

  /** Between the warm-up and the tail: the ideal is that the wire is always full, so slept seconds per second = in flight. */
  private static String row(String engine, String steps, String law, int seeds, List<Look> looks, List<Look> servers) {
    long all = (long) seeds * CALLS_PER_SEED;
    int from = first(looks, (long) (all * WARM));
    int to = first(looks, (long) (all * TAIL));
    Look a = looks.get(from);
    Look b = looks.get(to);
    double seconds = b.seconds() - a.seconds();
    double calls = b.calls() - a.calls();
    double ofIdeal = (b.slept() - a.slept()) / seconds / IN_FLIGHT;
    double cpu = (b.cpu() - a.cpu()) / calls * 1000;
    double serverCpu = (servers.get(to).cpu() - servers.get(from).cpu()) / calls * 1000;
    long peak = looks.stream().mapToLong(Look::residentKb).max().orElse(0) / 1024;
    long serverPeak = servers.stream().mapToLong(Look::residentKb).max().orElse(0) / 1024;
    Look firstRow = looks.stream().filter(look -> look.rows() > 0).findFirst().orElse(looks.getLast());
    return String.format(
        Locale.ROOT, "| %s | %s | %s ms | %d | %.0f | %.1f %% | %.2f | %.2f | %d | %d | %.1f | %.1f %% |",
        engine, steps, law, seeds, calls / seconds, 100 * ofIdeal, cpu, serverCpu, peak, serverPeak, firstRow.seconds(),
        100.0 * firstRow.calls() / all);
  }

  private static int first(List<Look> looks, long calls) {
    for (int i = 0; i < looks.size(); i++) {
      if (looks.get(i).calls() >= calls) {
        return i;
      }
    }
    return looks.size() - 1;
  }

  /** CPU seconds and resident kilobytes, as the kernel counts them; zeros where there is no /proc. */
  private static double[] usage(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
      return new double[] {ticks / 100, Double.parseDouble(fields[21]) * 4};
    } catch (IOException e) {
      return new double[2];
    }
  }

  private static long rows(Path store) {
    if (!Files.exists(store)) {
      return 0;
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + store + "?mode=ro");
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT 1 FROM outcomes WHERE kind = 'kept' LIMIT 1")) {
      return found.next() ? 1 : 0;
    } catch (SQLException notYet) {
      return 0;
    }
  }

  private static long number(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static Path documents(Path work, int seeds) throws IOException {
    Path file = work.resolve("documents.jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < seeds; i++) {
        out.write("{\"title\":\"Minutes " + i + "\",\"text\":\"Minutes of meeting " + i + ". ");
        for (int j = 0; j < 8; j++) {
          out.write("In winter " + (1900 + (i + j) % 120) + " the council of Harrow met about the library, its readers and the cost of heating. ");
        }
        out.write("\"}\n");
      }
    }
    return file;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
