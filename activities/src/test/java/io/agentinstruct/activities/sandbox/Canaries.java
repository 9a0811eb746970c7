package io.agentinstruct.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a host has that a program in the sandbox must not reach; sings if it was. */
final class Canaries implements AutoCloseable {
  private static final String SECRET = "s3cret-of-the-host";
  private static final String VICTIM =
      """
      import socket, sys, time
      listening = socket.socket(socket.AF_UNIX)
      listening.bind("\\0" + sys.argv[1])
      listening.listen()
      print("ready", flush=True)
      listening.accept()
      """;

  private final Path folder;
  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final ServerSocketChannel unix;
  private final Process victim;
  private final String abstractName = "agentinstruct-canary-" + ProcessHandle.current().pid();

  Canaries(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("canary"), "alive");
    open(folder);
    tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    tcp.setSoTimeout(1);
    udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    udp.setSoTimeout(1);
    unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    unix.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
    unix.configureBlocking(false);
    ProcessBuilder builder = new ProcessBuilder("python3", "-c", VICTIM, abstractName);
    builder.environment().put("TOKEN", SECRET);
    victim = builder.start();
    try (BufferedReader said = victim.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
    }
  }

  /** Whatever user the program has on the host: rights of files are not what keeps it out. */
  private static void open(Path folder) throws IOException {
    for (Path path : List.of(folder, folder.resolve("canary"))) {
      assertThat(path.toFile().setReadable(true, false)).isTrue();
      assertThat(path.toFile().setWritable(true, false)).isTrue();
    }
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
  }

  /** The script with the names and numbers of this host in it. */
  String aim(String script) {
    return script
        .replace("{{FOLDER}}", folder.toString())
        .replace("{{PORT}}", "" + tcp.getLocalPort())
        .replace("{{UDP}}", "" + udp.getLocalPort())
        .replace("{{ABSTRACT}}", abstractName)
        .replace("{{SECRET}}", SECRET)
        .replace("{{PID}}", "" + victim.pid())
        .replace("{{JVM}}", "" + ProcessHandle.current().pid());
  }

  void assertUntouched() throws IOException {
    assertThat(folder.resolve("canary")).hasContent("alive");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("canary", "socket");
    }
    assertThat(victim.isAlive()).as("the process beside it lives, and nobody called it").isTrue();
    assertThat(unix.accept()).as("a call to the socket").isNull();
    assertSilent(() -> tcp.accept().close());
    assertSilent(() -> udp.receive(new DatagramPacket(new byte[10], 10)));
  }

  /** Gone are all that ever ran in a sandbox of this machine, whoever is their parent by now. */
  static void assertNobodyLeft() throws InterruptedException {
    List<ProcessHandle> left = left();
    for (int i = 0; i < 500 && !left.isEmpty(); i++) {
      Thread.sleep(20);
      left = left();
    }
    assertThat(left).isEmpty();
  }

  private static List<ProcessHandle> left() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().commandLine().orElse("").contains(Jail.PROGRAM))
        .toList();
  }

  private interface Call {
    void make() throws IOException;
  }

  private static void assertSilent(Call call) throws IOException {
    try {
      call.make();
    } catch (SocketTimeoutException nobody) {
      return;
    }
    throw new AssertionError("somebody called");
  }

  @Override
  public void close() throws IOException {
    victim.destroyForcibly();
    tcp.close();
    udp.close();
    unix.close();
  }
}
