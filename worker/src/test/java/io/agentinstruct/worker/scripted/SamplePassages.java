package io.agentinstruct.worker.scripted;

/** A passage in each language that has something for every kind of question. */
final class SamplePassages {
  static final String ENGLISH =
      """
      The ferry at Marrow Sound was built in 1931. It carried 40 people and six carts across the water. The old \
      harbour lay open to the wind, and the boat rolled like a barrel in a gale.

      Captain Edda Lorne measured the current for eleven years. She found that the tide turned 20 minutes late in \
      winter, because the ice held the water back. The bridge was opened in 1968, so the ferry lost most of its \
      passengers. The last crossing took place in 1971 with 12 people on board.

      The council should restore the ferry. A trial would cost 9,000 pounds, and a new engine would cost 21,000 pounds. \
      Many residents remember the voyage. The bridge is safe, but it is closed on 30 days a year. However, the council \
      has no money for both. Visitors ask for the boat every summer, and the harbour inn has kept its bell. \
      For these reasons, a modest trial deserves support.
      """;

  static final String JAPANESE =
      """
      白浜の渡し船は1931年に造られた。それは40人と荷車六台を運ぶことができた。古い港は風にさらされ、船はまるで樽のように揺れた。

      船長の江田澄は11年にわたって潮の流れを記録した。冬は氷が水をせき止めるので、潮の変わる時刻が20分遅れた。白浜の橋は1968年に\
      開通した。そのため、渡し船は乗客の大半を失った。最後の航海は1971年に行われ、乗客は12人だった。

      町は渡し船を復活させるべきだ。試行の費用は9,000円で、新しい機関の費用は21,000円である。住民は今も航海をよく覚えている。\
      橋は安全だが、一年に30日は通れない。しかし、町には両方を支える予算がない。観光客は毎年夏に渡し船のことを尋ねる。\
      港の宿は今も当時の鐘を大切にしている。したがって、小さな試行から始めるべきだ。
      """;

  private SamplePassages() {}
}
