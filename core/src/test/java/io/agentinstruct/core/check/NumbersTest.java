package io.agentinstruct.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A figure of the text is one of the data, or a simple step from some; one made up is found. */
class NumbersTest {
  private static final String TABLE =
      """
      | harbour | 2021 | 2022 | 2023 |
      |---|---|---|---|
      | North | 1,183 | 1,240 | 1,560 |
      | South | 640 | 512 | 498 |
      | East | 87.5 | 91.25 | 103 |
      """;
  private static final String RECORDS =
      "{\"name\": \"東店\", \"sales\": 1250000, \"staff\": 14}\n{\"name\": \"西店\", \"sales\": 830000, \"staff\": 23}";

  private static Optional<String> fault(String data, String task, String answer) {
    Instruction it = Mill.with(Mill.task(AnswerFormat.ESSAY, task), data, task, List.of());
    return Mill.fault("numbers-in-data", it, answer, "und");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "North rose from 1,183 in 2021 to 1560 in 2023.",
        "North rose from about 1,200 to 1.56 thousand.",
        "In 2021 the three harbours had 1,910.5 together.",
        "South lost 142, or 22.2 %, in two years.",
        "North rose by 31.9% between 2021 and 2023.",
        "South had a mean of 550 over the 3 years.",
        "In 2023, North had 72.2 percent of all.",
        "East: 91.3 in 2022, one of 3 harbours.",
        "1. North led.\n2. South fell.\n15. East rose.",
        "No figures.",
      })
  void whatComesOfTheDataPasses(String answer) {
    assertThat(fault(TABLE, "Describe it in at most 80 words.", answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "North rose to 1,570 in 2023.",
        "South lost 47.9 % in two years.",
        "In 2024 East had 103.",
      })
  void whatDoesNotIsFound(String answer) {
    assertThat(fault(TABLE, "Describe it.", answer))
        .get()
        .asString()
        .endsWith("can't be traced to the data");
  }

  @Test
  void japaneseUnitsAndRecordsAreRead() {
    assertThat(fault(RECORDS, "説明しなさい。", "東店の売上は125万円で、西店の83万円を42万円上回る。合計は208万円、従業員は計37人。"))
        .isEmpty();
    assertThat(fault(RECORDS, "説明しなさい。", "東店の売上は１２５万円で、約1.5倍。")).isEmpty();
    assertThat(fault(RECORDS, "説明しなさい。", "東店の売上は135万円。")).isPresent();
  }

  @Test
  void csvIsReadCellByCell() {
    String csv = "site,may,june\nnorth,112,245\nsouth,117,250\n";

    assertThat(fault(csv, "Sum up.", "June brought 495, May 229; south grew by 133.")).isEmpty();
    assertThat(fault(csv, "Sum up.", "June brought 492.")).isPresent();
  }

  @Test
  void figuresOfTheTaskAndOfSumsShownAreNotMadeUp() {
    assertThat(fault(TABLE, "Use 77 words.", "These are 77 words, not more.")).isEmpty();
    assertThat(fault(TABLE, "Go on.", "At that pace: 1,560 × 1.5 = 2,340 in two years.")).isEmpty();
    assertThat(fault("No figures here.", "Describe.", "There were 99 ships.")).isEmpty();
  }
}
