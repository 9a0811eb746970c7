package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * No prompt is another one with words exchanged: agents that are told the same ask the same, and
 * then 43 of them are one.
 *
 * <p>Bodies are compared without front matter, fragments, holes and tags, in three ways: by shared
 * runs of five words, of three words, and by shared runs of seven steps of the skeleton, which is
 * what stays of a text when each run of words other than function words is replaced by one mark.
 * Exchanging nouns leaves the skeleton as it was. What two sets of runs have in common is measured
 * by Jaccard's index: common runs by all runs.
 */
class PromptSimilarityTest {
  /**
   * For any two files. Measured when this was written: 0.13, 0.17 and 0.14, among the forms of
   * reply in {@code _shared/} (all of which say what goes into {@code declined}) and between the
   * refinements that rewrite the passage. A copy in which every sixth word is exchanged keeps 0.33
   * of its runs of three, and one in which every noun is exchanged keeps its whole skeleton, as
   * shown below. The limits stand about half-way.
   */
  private static final Limits ANY = new Limits(0.18, 0.24, 0.24);

  /**
   * For any two question agents, where the variety of the data comes from. Measured: 0.004, 0.018
   * and 0.013. Three times as much is still no more than a shared sentence.
   */
  private static final Limits QUESTIONS = new Limits(0.02, 0.05, 0.05);

  /** Layouts are hardly more than holes: below this many words there is nothing to compare. */
  private static final int WORDS_TO_COMPARE = 30;

  private static final Pattern NOT_SAID =
      Pattern.compile("(?s)\\A---\\n.*?\\n---\\n|\\{\\{.*?}}|</?[a-z-]+>");
  private static final Pattern TOKEN =
      Pattern.compile(
          "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]|[\\p{L}\\p{N}]+(?:['’]\\p{L}+)?|[.,;:?!()]");
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a about after again against all also an and any are as at be because been before being between both but by "
                  + "can could did do does down during each either even every few for from had has have he her here his "
                  + "how i if in into is it its just least less many may might more most much must my neither never no "
                  + "nor not nothing of off on once one only or other our out over own same she should since so some "
                  + "still such than that the their them then there these they this those though through to too two "
                  + "under until up very was we were what when where which while who whom whose why will with within "
                  + "without would yet you your "
                  + "の は が を に で と も か や へ な だ し た て い る す ま り れ")
              .split(" "));

  private record Limits(double fiveWords, double threeWords, double skeleton) {}

  /** A prompt as three sets of hashed runs. */
  private record Print(
      String path,
      int words,
      Set<Integer> fiveWords,
      Set<Integer> threeWords,
      Set<Integer> skeleton) {
    static Print of(String path, String text) {
      List<String> tokens =
          TOKEN
              .matcher(NOT_SAID.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT))
              .results()
              .map(MatchResult::group)
              .toList();
      List<String> words =
          tokens.stream().filter(token -> Character.isLetterOrDigit(token.codePointAt(0))).toList();
      return new Print(
          path, words.size(), runs(words, 5), runs(words, 3), runs(skeleton(tokens), 7));
    }

    private static List<String> skeleton(List<String> tokens) {
      List<String> skeleton = new ArrayList<>();
      for (String token : tokens) {
        boolean kept =
            FUNCTION_WORDS.contains(token) || !Character.isLetterOrDigit(token.codePointAt(0));
        if (kept) {
          skeleton.add(token);
        } else if (skeleton.isEmpty() || !skeleton.getLast().equals("_")) {
          skeleton.add("_");
        }
      }
      return skeleton;
    }

    private static Set<Integer> runs(List<String> tokens, int length) {
      Set<Integer> runs = new HashSet<>();
      for (int i = 0; i + length <= tokens.size(); i++) {
        runs.add(tokens.subList(i, i + length).hashCode());
      }
      return runs;
    }

    boolean resembles(Print other, Limits limits) {
      return common(fiveWords, other.fiveWords) > limits.fiveWords
          || common(threeWords, other.threeWords) > limits.threeWords
          || common(skeleton, other.skeleton) > limits.skeleton;
    }

    String compared(Print other) {
      return "%s and %s: %.3f of five words, %.3f of three, %.3f of the skeleton"
          .formatted(
              path,
              other.path,
              common(fiveWords, other.fiveWords),
              common(threeWords, other.threeWords),
              common(skeleton, other.skeleton));
    }

    private static double common(Set<Integer> a, Set<Integer> b) {
      long common = a.stream().filter(b::contains).count();
      return common == 0 ? 0 : (double) common / (a.size() + b.size() - common);
    }
  }

  /** Every prompt and fragment of the house, each once, although every flow has the shared ones. */
  private static List<Print> prints() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (FlowFiles flow : HouseFlows.all()) {
      flow.texts()
          .forEach((path, text) ->
              texts.put(path.startsWith(FlowFiles.SHARED) ? path : flow.name() + "/" + path, text));
    }
    return texts.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".md"))
        .map(file -> Print.of(file.getKey(), file.getValue()))
        .filter(print -> print.words() >= WORDS_TO_COMPARE)
        .toList();
  }

  private static List<String> alike(List<Print> prints, Limits limits) {
    List<String> alike = new ArrayList<>();
    for (int i = 0; i < prints.size(); i++) {
      for (Print other : prints.subList(0, i)) {
        if (prints.get(i).resembles(other, limits)) {
          alike.add(prints.get(i).compared(other));
        }
      }
    }
    return alike;
  }

  @Test
  void looksAtEveryPromptThatHasSomethingToSay() {
    assertThat(prints().stream().map(Print::path))
        .hasSizeGreaterThanOrEqualTo(70)
        .contains("_shared/_reply-list.md", "reading-comprehension/languages/ja/respond/answer.md")
        .filteredOn(path -> path.startsWith("reading-comprehension/instruct/"))
        .hasSize(43);
  }

  @Test
  void noTwoPromptsAreTheSameTextWithWordsExchanged() {
    assertThat(alike(prints(), ANY)).isEmpty();
  }

  @Test
  void noTwoQuestionAgentsAreToldTheSame() {
    List<Print> questions =
        prints().stream().filter(print -> print.path().contains("/instruct/")).toList();

    assertThat(alike(questions, QUESTIONS)).isEmpty();
  }

  /** The measure itself: for every prompt, a copy with words exchanged is found. */
  @Test
  void aCopyWithWordsExchangedWouldBeFound() {
    for (FlowFiles flow : HouseFlows.all()) {
      flow.texts().forEach(PromptSimilarityTest::copiesAreFound);
    }
  }

  private static void copiesAreFound(String path, String text) {
    Print print = Print.of(path, text);
    if (!path.endsWith(".md") || print.words() < WORDS_TO_COMPARE) {
      return;
    }
    String everySixth = exchanged(text, (word, place) -> place % 6 == 0);
    String everyNoun = exchanged(text, (word, place) -> !FUNCTION_WORDS.contains(word));

    assertThat(print.resembles(Print.of("copy", everySixth), ANY))
        .as("a sixth of %s", path)
        .isTrue();
    assertThat(print.resembles(Print.of("copy", everyNoun), ANY)).as("nouns of %s", path).isTrue();
  }

  /**
   * The text with the chosen words replaced by words, or Chinese characters, that stand nowhere
   * else.
   */
  private static String exchanged(String text, BiPredicate<String, Integer> chosen) {
    int[] place = {0};
    return TOKEN
        .matcher(NOT_SAID.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT))
        .replaceAll(token -> {
          String word = token.group();
          int first = word.codePointAt(0);
          place[0]++;
          if (!Character.isLetterOrDigit(first) || !chosen.test(word, place[0])) {
            return Matcher.quoteReplacement(word);
          }
          boolean wide = Character.isIdeographic(first) || word.matches("[ぁ-ヿ]");
          return wide ? Character.toString(0x20000 + place[0]) : "other" + place[0];
        });
  }
}
