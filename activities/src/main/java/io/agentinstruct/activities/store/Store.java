package io.agentinstruct.activities.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What survives a {@code kill -9} at any moment. A method that writes returns when the write is
 * durable. Safe for use by any number of threads; throws {@link StoreTrouble} where the medium
 * fails.
 */
public interface Store extends AutoCloseable {

  // ---- runs ----

  void createRun(Run run);

  Optional<Run> run(String id);

  /** Newest first. */
  List<Run> runs();

  /**
   * @param state running, paused, done, ...; see docs/reference/runs.md
   */
  void setRunState(String id, String state, String note);

  /** What a person wants of a run, by {@link RunSetting#word}; what was never set is absent. */
  Map<String, String> settings(String run);

  /**
   * Sets what a person wants of a run; an empty value takes it back.
   *
   * @throws IllegalArgumentException where a budget is no amount of money
   */
  void set(String run, RunSetting setting, String value);

  /**
   * @param spec everything needed to go on with the run, as JSON; names of keys, never keys
   * @param note why the run is in its state, for people
   */
  record Run(String id, Instant created, String spec, String state, String note) {}

  // ---- texts ----

  Optional<String> text(String digest);

  void putTexts(List<Text> texts);

  /**
   * @param digest of the body ({@link io.agentinstruct.core.Digest}); the same text is stored once
   */
  record Text(String digest, String body) {
    public static Text of(String body) {
      return new Text(io.agentinstruct.core.Digest.of(body), body);
    }
  }

  // ---- seeds ----

  /**
   * Adds what was read, in one transaction, with the seeds' texts. A seed whose id the run already
   * has is not added, and comes back.
   */
  List<SeedEntry> addSeeds(String run, List<SeedEntry> seeds, List<String> texts);

  /** Records inputs that gave no seed, by name and reason. */
  void addSkipped(String run, List<Skipped> skipped);

  /**
   * Forgets what an interrupted reading left behind, so that it can be done again from the start.
   */
  void forgetSeeds(String run);

  void setReadingDone(String run);

  boolean readingDone(String run);

  int seedCount(String run);

  Optional<SeedEntry> seed(String run, String seedId);

  /**
   * Seeds in [from, to), by ordinal, for which at least one of the flows that they are assigned to
   * has no committed journey. A failed journey is not committed.
   */
  List<SeedEntry> openSeeds(String run, List<String> flows, int from, int to, int limit);

  /** Seeds from that ordinal on, in order, whatever became of them. */
  List<SeedEntry> seeds(String run, int from, int limit);

  /** Seeds whose id begins so, or whose title or path contains it, in any case; in order. */
  List<SeedEntry> findSeeds(String run, String idOrTitle, int limit);

  /** All skipped inputs, in reading order. */
  List<Skipped> skipped(String run);

  /**
   * @param text digest of the seed's text
   * @param skills flows that it is assigned to; empty = all of the run's
   * @param places for each of the skills, how many seeds it was given before; empty = no plan sent
   *     it there
   */
  record SeedEntry(
      int ordinal,
      String id,
      String text,
      Source source,
      List<String> skills,
      List<Integer> places) {
    public SeedEntry {
      skills = List.copyOf(skills);
      places = List.copyOf(places);
      for (String skill : skills) {
        if (skill.isBlank() || skill.contains(",")) {
          throw new IllegalArgumentException("\"" + skill + "\" is no name of a skill");
        }
      }
    }

    /** Of all skills. */
    public SeedEntry(int ordinal, String id, String text, Source source) {
      this(ordinal, id, text, source, List.of());
    }

    /** Of some skills, by no plan. */
    public SeedEntry(int ordinal, String id, String text, Source source, List<String> skills) {
      this(ordinal, id, text, source, skills, List.of());
    }

    /** How many seeds the flow was given before this one; empty = no plan sent it there. */
    public OptionalInt place(String flow) {
      int index = skills.indexOf(flow);
      return index < 0 || index >= places.size()
          ? OptionalInt.empty()
          : OptionalInt.of(places.get(index));
    }

    /** Whether a journey through this flow is to be made of it. */
    public boolean isFor(String flow) {
      return skills.isEmpty() || skills.contains(flow);
    }
  }

  /**
   * @param reason duplicate, blank, binary, undecodable, broken-line, oversized, unreadable
   */
  record Skipped(String input, String reason, String detail) {}

  // ---- call journal ----

  Optional<Call> call(String key);

  /**
   * Reserves a call's worst cost under the run's caps ({@link RunSetting#BUDGET}, {@link
   * RunSetting#BUDGET_PER_DAY}). Intent and reservation are durable before the call goes out; if
   * there is none, nothing is written. An intent found open is charged as perhaps billed: nobody
   * knows how it ended.
   */
  Reservation intend(Intent intent);

  /**
   * The reply, and the pieces made of it, are durable before anybody is told. Its cost takes the
   * reservation's place.
   */
  void settle(String key, Reply reply, List<Text> pieces);

  /**
   * The call ended without a reply.
   *
   * @param perhapsBilled false = certainly not, and the reservation is released; true = it is
   *     charged
   */
  void abandon(String key, String trouble, boolean perhapsBilled);

  /**
   * @param key digest of the exact request
   * @param request as sent, as JSON
   * @param reservedMicros worst-case cost in millionths of the currency unit
   */
  record Intent(
      String key,
      String run,
      String seed,
      String agent,
      String role,
      String model,
      String request,
      long reservedMicros) {}

  /**
   * @param text the reply's content
   * @param finish the endpoint's word for why it ended
   * @param costMicros as billed by the roles' prices
   * @param estimated whether the endpoint gave no usage and it was estimated
   */
  record Reply(
      String text,
      String finish,
      String model,
      long inputTokens,
      long cachedTokens,
      long outputTokens,
      long costMicros,
      boolean estimated,
      long millis) {}

  /**
   * One journaled call.
   *
   * @param reply absent = intended, not answered
   * @param attempts how often it was intended
   */
  record Call(Intent intent, Optional<Reply> reply, int attempts) {}

  // ---- results of tools ----

  Optional<ToolResult> toolResult(String key);

  /** The first result of a key stays: whoever uses the tool so again, or at once, reads it. */
  void putToolResult(ToolResult result);

  /**
   * What a tool answered.
   *
   * @param key of {@link #key}
   * @param seed on whose behalf it was first used
   * @param agent that used it first
   * @param arguments as JSON
   * @param result as the agent reads it
   * @param failed whether the tool could not do what it was asked
   */
  record ToolResult(
      String key,
      String run,
      String seed,
      String agent,
      String tool,
      String arguments,
      String result,
      boolean failed,
      long millis) {
    /** The same for the same use in the same run, in whatever order the arguments' names stand. */
    public static String key(String run, String tool, JsonNode arguments) {
      return io.agentinstruct.core.Digest.of(
          Json.write(List.of(run, tool)) + "\n" + Json.inOrder(arguments));
    }
  }

  // ---- ledger ----

  /**
   * Writes how a journey ended, in one transaction: its outcomes, or its failure. What is committed
   * stays; a failure is replaced by a later commit.
   *
   * @return whether anything was written
   */
  boolean commit(Ledger.JourneyRecord record);

  /** All kept outcomes of a run, ordered by row id. */
  void keptRows(String run, Consumer<KeptRow> each);

  /** Rows whose id begins so, over all runs or one. */
  List<KeptRow> findRows(@Nullable String run, String idPrefix);

  List<JourneyEnd> journeys(String run, @Nullable String state);

  List<Outcome> outcomes(String run, String seedId);

  /** Of one of the run's flows. */
  List<Outcome> outcomes(String run, String seedId, String flow);

  /** Journeys of which at least one thread was dropped so, by seed and flow. */
  List<WithDrops> journeysWithDrops(String run, DropFilter filter);

  /**
   * Has a committed journey walked once more, in which these calls are asked anew: each gets the
   * next sample number. All that was committed stays until it is committed again, and rows that
   * were kept stay for good.
   *
   * @return false if it can't be: never committed, or by a version that did not note its counts
   */
  boolean reopen(String run, String seedId, String flow, List<Lineage> calls);

  /** Calls that are asked anew, with the number of the sample. */
  Map<Sampled, Integer> samples(String run);

  record Sampled(String seed, String flow, String lineage) {}

  /**
   * @param version of the flow
   */
  record WithDrops(String seed, String flow, String version) {}

  /**
   * Which drops are meant; empty = any.
   *
   * @param seed first characters of its id
   * @param stage as its folder is named
   */
  record DropFilter(String seed, String stage, String reason) {}

  /**
   * @param exchange digest of the conversation
   * @param verdicts digests of what the judges said
   */
  record KeptRow(
      String id,
      String run,
      String seed,
      String flow,
      String version,
      String lineage,
      String instruction,
      String exchange,
      List<String> verdicts) {}

  /**
   * @param state committed, failed, or reopened: committed and to be walked once more
   * @param reason why it failed, or why its flow did not take the seed
   */
  record JourneyEnd(String seed, String flow, String version, String state, String reason) {}

  // ---- figures ----

  /** One consistent look at a run's numbers. */
  Figures figures(String run);

  /**
   * @param seeds read
   * @param skipped reason to count
   * @param journeysKept journeys with at least one row
   * @param journeysDropped journeys without, walked to their end
   * @param declined journeys whose flow did not take the seed (counted among dropped)
   * @param threadsKept rows
   * @param dropped stage, agent and reason to count, of threads that had an instruction
   * @param lost stage, agent and reason to count, of attempts that ended before there was an
   *     instruction
   * @param assigned journeys that the seeds read are to make
   */
  record Figures(
      int seeds,
      boolean readingDone,
      Map<String, Integer> skipped,
      int journeysKept,
      int journeysDropped,
      int journeysFailed,
      Map<String, Integer> declined,
      Ledger.Counts made,
      int threadsKept,
      Map<Drop, Integer> dropped,
      Map<Drop, Integer> lost,
      Map<String, Integer> failures,
      Spend spend,
      int assigned) {
    /** Of a run whose every seed makes one journey. */
    public Figures(
        int seeds,
        boolean readingDone,
        Map<String, Integer> skipped,
        int journeysKept,
        int journeysDropped,
        int journeysFailed,
        Map<String, Integer> declined,
        Ledger.Counts made,
        int threadsKept,
        Map<Drop, Integer> dropped,
        Map<Drop, Integer> lost,
        Map<String, Integer> failures,
        Spend spend) {
      this(
          seeds,
          readingDone,
          skipped,
          journeysKept,
          journeysDropped,
          journeysFailed,
          declined,
          made,
          threadsKept,
          dropped,
          lost,
          failures,
          spend,
          seeds);
    }

    /** Journeys that came to an end, or failed. */
    public int walked() {
      return journeysKept + journeysDropped + journeysFailed;
    }
  }

  /** How a run's journeys and rows are spread over its skills, by name. Counted, not summed up. */
  List<OfSkill> bySkill(String run);

  /**
   * @param seeds that the skill was given so far
   * @param kept journeys with at least one row
   * @param dropped journeys without, walked to their end
   */
  record OfSkill(String skill, int seeds, int kept, int dropped, int failed, int rows) {}

  /** How a run's threads are spread over the instruct agents that first wrote them. Counted. */
  List<OfLeaf> byLeaf(String run);

  /**
   * @param leaf the instruct agent's name
   * @param rows kept
   * @param dropped threads, and attempts that were lost
   */
  record OfLeaf(String skill, String leaf, int rows, int dropped) {}

  record Drop(String stage, String agent, String reason) {}

  /**
   * What the run's own calls cost; replies found in the journal of an earlier run cost nothing.
   *
   * @param calls answered
   * @param attempts sent, counting what was lost in a crash or went wrong
   * @param openIntents intended, and not known to have ended
   * @param costMicros of the replies; all amounts in millionths of the currency unit
   * @param reservedMicros worst cost of the open intents
   * @param lostMicros worst cost of the attempts that were perhaps billed
   * @param perhapsBilled how many they are
   * @param capMicros the run's budget; empty = none is set
   */
  record Spend(
      long calls,
      long attempts,
      long openIntents,
      long inputTokens,
      long cachedTokens,
      long outputTokens,
      long costMicros,
      long reservedMicros,
      long lostMicros,
      long perhapsBilled,
      OptionalLong capMicros) {
    public static final Spend NONE = new Spend(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, OptionalLong.empty());

    /** What the caps count as spent: every reply, and every attempt that was perhaps billed. */
    public long chargedMicros() {
      return costMicros + lostMicros;
    }
  }

  /**
   * What each journey of a flow's version took, over all runs. Those whose seed was paid for in
   * several runs are left out: part of what they took is in another run's figures.
   */
  List<Walk> walks(String flow, String version);

  /**
   * One journey that was walked to its end.
   *
   * @param characters of the seed
   * @param rows kept
   * @param shares its calls, by role and model
   */
  record Walk(String run, String seed, int characters, int rows, List<Share> shares) {}

  /**
   * @param millis that the calls were on the wire, added up
   */
  record Share(
      String role,
      String model,
      int calls,
      long inputTokens,
      long cachedTokens,
      long outputTokens,
      long millis) {}

  @Override
  void close();
}
