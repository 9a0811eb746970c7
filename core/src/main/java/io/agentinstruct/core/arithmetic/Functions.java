package io.agentinstruct.core.arithmetic;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The names that an expression may use. */
final class Functions {
  private static final Comparator<Figure> BY_SIZE = Comparator.comparing(Figure::value);
  private static final int MANY = Arithmetic.LENGTH;
  private static final int PLACES = 100;
  private static final Figure TEN = whole(10);

  private static final Map<String, Known> KNOWN = new LinkedHashMap<>();
  private static final Map<String, Figure> CONSTANTS =
      Map.of("pi", Roots.PI, "π", Roots.PI, "e", Roots.E);

  static {
    one("sqrt", Roots::root);
    one("abs", x -> new Figure(x.value().size(), x.exact()));
    one("floor", x -> new Figure(x.value().floor(), x.exact()));
    one("ceil", x -> new Figure(x.value().negated().floor().negated(), x.exact()));
    one("exp", Roots::exp);
    one("ln", Roots::ln);
    add("log", 1, 2, x -> Roots.log(x.getFirst(), x.size() == 2 ? x.getLast() : TEN));
    add("round", 1, 2, x -> x.size() == 2 ? round(x.getFirst(), x.getLast()) : nearest(x));
    add("mod", 2, 2, x -> x.getFirst().rest(x.getLast()));
    add("percent", 2, 2, x -> whole(100).times(x.getFirst()).over(x.getLast()));
    add("min", 1, MANY, x -> x.stream().min(BY_SIZE).orElseThrow());
    add("max", 1, MANY, x -> x.stream().max(BY_SIZE).orElseThrow());
    add("sum", 1, MANY, Functions::sum);
    add("mean", 1, MANY, x -> sum(x).over(whole(x.size())));
  }

  private Functions() {}

  private record Known(int least, int most, Function<List<Figure>, Figure> work) {}

  static boolean takesSeveral(String name) {
    return known(name).most > 1;
  }

  static Figure of(String name, List<Figure> values) {
    Known known = known(name);
    if (values.size() < known.least || values.size() > known.most) {
      String wanted =
          known.least == known.most
              ? "" + known.least
              : known.most == MANY ? "one or more" : known.least + " or " + known.most;
      throw new Impossible(
          "%s() takes %s values, and was given %d".formatted(name, wanted, values.size()));
    }
    return known.work.apply(values);
  }

  static Figure constant(String name) {
    Figure constant = CONSTANTS.get(name);
    if (constant == null) {
      throw new Impossible(
          KNOWN.containsKey(name)
              ? "%s needs parentheses: %s(...)".formatted(name, name)
              : unknown(name));
    }
    return constant;
  }

  private static Known known(String name) {
    Known known = KNOWN.get(name);
    if (known == null) {
      throw new Impossible(unknown(name));
    }
    return known;
  }

  private static String unknown(String name) {
    return "'%s' is not known here; there are the functions %s and the constants pi and e"
        .formatted(
            name.length() > 20 ? name.substring(0, 20) + "…" : name,
            String.join(", ", KNOWN.keySet()));
  }

  private static void one(String name, Function<Figure, Figure> work) {
    add(name, 1, 1, values -> work.apply(values.getFirst()));
  }

  private static void add(String name, int least, int most, Function<List<Figure>, Figure> work) {
    KNOWN.put(name, new Known(least, most, work));
  }

  private static Figure sum(List<Figure> values) {
    return values.stream().reduce(whole(0), Figure::plus);
  }

  private static Figure nearest(List<Figure> one) {
    return new Figure(one.getFirst().value().nearest(), one.getFirst().exact());
  }

  private static Figure round(Figure value, Figure places) {
    if (!places.value().isWhole() || places.value().size().compareTo(Fraction.of(PLACES)) > 0) {
      throw new Impossible("round(x, n) takes a whole number n from -100 to 100");
    }
    Fraction shift = Fraction.of(10).power(places.value().above().intValueExact());
    return new Figure(value.value().times(shift).nearest().over(shift), value.exact());
  }

  private static Figure whole(long number) {
    return Figure.exact(Fraction.of(number));
  }
}
