package io.agentinstruct.activities.seed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TongueTest {
  private final Tongue tongue = new Tongue();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          en  | The tide rises twice a day on most coasts, and nobody on the quay is surprised.
          fr  | La marée monte deux fois par jour sur la plupart des côtes, et personne ne s'en étonne.
          de  | Die Flut steigt an den meisten Küsten zweimal am Tag, und niemand wundert sich darüber.
          zh  | 大多数海岸每天涨潮两次，码头上的人都不会感到惊讶。这是因为月亮的引力在起作用，大家都知道。
          ko  | 대부분의 해안에서는 하루에 두 번 밀물이 들어오며, 부두에 있는 사람은 아무도 놀라지 않는다.
          ja  | 潮は一日に二度満ちる。
          ja  | 東京都の River Gauge プロジェクトでは川の水位を毎朝はかって記録している。
          und | 1234 5678 2345 2345 2345 2346 46 463456 3456
          und | The tide
          """)
  void tellsTheLanguage(String language, String text) {
    assertThat(tongue.of(text)).isEqualTo(language);
  }

  @ParameterizedTest
  @CsvSource({
    "en, en",
    "EN-gb, en",
    "ja_JP, ja",
    "jpn, ja",
    "zh-Hant-TW, zh-Hant",
    "cmn, zh",
    "Japanese, ja",
    "日本語, ja",
    "Deutsch, de",
    "no, no",
  })
  void readsWhatPeopleCallALanguage(String stated, String code) {
    assertThat(Tongue.codeOf(stated)).hasValue(code);
  }

  @Test
  void forgivesWhatIsNoLanguage() {
    assertThat(Tongue.codeOf("und")).isEmpty();
    assertThat(Tongue.codeOf("")).isEmpty();
    assertThat(Tongue.codeOf("see the notes")).isEmpty();
  }
}
