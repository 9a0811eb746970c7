package io.agentinstruct.proof.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentinstruct.proof.mock.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the endpoint's ledger, the store and the dataset whether what must always be true was. Knows
 * the program's files and none of its code.
 */
public final class Checker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Checker() {}

  /**
   * {@code WORKSPACE RUN LEDGER [IN_FLIGHT]}: prints what is wrong and ends with 1, or ends with 0.
   */
  public static void main(String[] args) throws IOException {
    int inFlight = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    List<Visit> visits = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      visits.add(JSON.readValue(line, Visit.class));
    }
    Findings findings =
        check(new Evidence(Path.of(args[0]), args[1], visits, Evidence.Allowed.whole(inFlight)));
    findings.violations().forEach(System.out::println);
    System.out.println(findings.looks() + " looks, " + findings.counts());
    if (!findings.none()) {
      System.exit(1);
    }
  }

  /** Replies that the store has, of all runs; 0 = there is no store yet. */
  public static long replies(Path store) {
    if (!Files.exists(store)) {
      return 0;
    }
    try (StoreFile file = new StoreFile(store)) {
      boolean made = file.number("SELECT count(*) FROM sqlite_master WHERE name = 'replies'") == 1;
      return made ? file.number("SELECT count(*) FROM replies") : 0;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + store, e);
    }
  }

  public static Findings check(Evidence evidence) {
    Findings findings = new Findings();
    try (StoreFile store = new StoreFile(evidence.store())) {
      new LedgerRules(store, evidence, findings).check();
      if (Files.exists(evidence.dataset()) && Files.exists(evidence.manifest())) {
        new DatasetRules(store, evidence, findings).check();
      } else if (evidence.allowed().whole()) {
        findings.add(DatasetRules.ROWS, "there is no dataset", evidence.dataset());
      }
      new CallRules(store, evidence, findings).check();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what " + evidence.run() + " left", e);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read " + evidence.store(), e);
    }
    return findings;
  }
}
