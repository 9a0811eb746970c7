package io.agentinstruct.activities.seed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Tells the language of a text, as a BCP 47 code. {@code und} rather than a guess. */
final class Tongue {
  static final String UNKNOWN = "und";

  /** More changes no answer and costs a millisecond per thousand characters. */
  private static final int SAMPLE = 600;

  private static final int SHORTEST = 30;

  /**
   * How far the best language must be ahead of the next: on short texts all probabilities are
   * small.
   */
  private static final double AHEAD = 1.25;

  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*");

  /** Loaded once: 35 MB. */
  private static final class Model {
    static final LanguageDetectorModel LOADED = load();

    private static LanguageDetectorModel load() {
      try {
        return new LanguageDetectorModel(file());
      } catch (IOException e) {
        throw new UncheckedIOException("The language model on the class path is damaged", e);
      }
    }

    /** The jar names its file in a property, with the version in the name. */
    private static URL file() throws IOException {
      ClassLoader loader = Tongue.class.getClassLoader();
      for (URL properties : Collections.list(loader.getResources("model.properties"))) {
        Properties model = new Properties();
        try (InputStream in = properties.openStream()) {
          model.load(in);
        }
        String name = model.getProperty("model.name", "");
        URL file = name.startsWith("langdetect") ? loader.getResource(name) : null;
        if (file != null) {
          return file;
        }
      }
      throw new IllegalStateException(
          "No language model on the class path: opennlp-models-langdetect is missing");
    }
  }

  /** ISO 639-3 codes, and languages' names, to the shortest code. */
  private static final class Codes {
    static final Map<String, String> BY_THREE = new HashMap<>();
    static final Map<String, String> BY_NAME = new HashMap<>();

    static {
      for (String two : Locale.getISOLanguages()) {
        Locale locale = Locale.of(two);
        String code = locale.toLanguageTag();
        BY_THREE.putIfAbsent(locale.getISO3Language(), code);
        BY_NAME.put(locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
        BY_NAME.put(locale.getDisplayLanguage(locale).toLowerCase(Locale.ROOT), code);
      }
      BY_THREE.put("cmn", "zh");
      BY_THREE.put("ekk", "et");
      BY_THREE.put("lvs", "lv");
      BY_THREE.put("pes", "fa");
      BY_THREE.put("plt", "mg");
    }
  }

  private final LanguageDetectorME detector = new LanguageDetectorME(Model.LOADED);

  String of(String text) {
    String sample = sampleOf(text);
    if (mostlyJapanese(sample)) {
      return "ja";
    }
    if (sample.length() < SHORTEST) {
      return hasKana(sample) ? "ja" : UNKNOWN;
    }
    Language[] languages = detector.predictLanguages(sample);
    boolean sure = languages[0].getConfidence() >= AHEAD * languages[1].getConfidence();
    String code = Codes.BY_THREE.getOrDefault(languages[0].getLang(), languages[0].getLang());
    if (sure && (!code.equals("zh") || sample.codePoints().anyMatch(Scripts::han))) {
      return code;
    }
    return hasKana(sample) ? "ja" : UNKNOWN;
  }

  /**
   * The detector knows prose only; of source code all that can be told is whether it has Japanese
   * in it.
   */
  String ofCode(String text) {
    return hasKana(text) ? "ja" : UNKNOWN;
  }

  /** What a document calls its language, a tag or a name, as a code; the region is left out. */
  static Optional<String> codeOf(String stated) {
    String name = stated.strip();
    String named = Codes.BY_NAME.get(name.toLowerCase(Locale.ROOT));
    if (named != null) {
      return Optional.of(named);
    }
    if (!TAG.matcher(name).matches()) {
      return Optional.empty();
    }
    Locale locale = Locale.forLanguageTag(name.replace('_', '-'));
    String language = Codes.BY_THREE.getOrDefault(locale.getLanguage(), locale.getLanguage());
    if (language.isEmpty() || language.equals(UNKNOWN)) {
      return Optional.empty();
    }
    return Optional.of(
        locale.getScript().isEmpty() ? language : language + "-" + locale.getScript());
  }

  private static String sampleOf(String text) {
    int end = Math.min(SAMPLE, text.length());
    return text.substring(0, end);
  }

  private static boolean mostlyJapanese(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long kana = text.codePoints().filter(Scripts::kana).count();
    return kana > 0 && kana * 5 >= letters;
  }

  private static boolean hasKana(String text) {
    return text.codePoints().anyMatch(Scripts::kana);
  }
}
