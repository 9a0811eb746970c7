package io.agentinstruct.core.arithmetic;

import java.math.BigDecimal;
import java.util.Locale;

/** Walks along an expression, and says where something is wrong in it. */
final class Scanner {
  private static final int SHOWN = 12;

  private final String text;
  private int at;

  /** Whether a comma parts the values of a function, so that it can't part thousands. */
  private boolean commasSplit;

  Scanner(String text) {
    this.text = text;
  }

  /** Sets it; returns how it was. */
  boolean commasSplit(boolean now) {
    boolean before = commasSplit;
    commasSplit = now;
    return before;
  }

  /** The place of the next sign, counted from 1. */
  int at() {
    skip();
    return at + 1;
  }

  boolean atEnd() {
    skip();
    return at == text.length();
  }

  boolean atNumber() {
    skip();
    return isDigit(at) || (peek(at) == '.' && isDigit(at + 1));
  }

  boolean atWord() {
    skip();
    return isLetter(at);
  }

  boolean sees(String sign) {
    skip();
    return text.startsWith(sign, at);
  }

  boolean take(String sign) {
    boolean doubled = sign.equals("*") && sees("**");
    if (doubled || !sees(sign)) {
      return false;
    }
    at += sign.length();
    return true;
  }

  boolean takeWord(String word) {
    skip();
    boolean there =
        text.regionMatches(true, at, word, 0, word.length()) && !isLetter(at + word.length());
    if (there) {
      at += word.length();
    }
    return there;
  }

  /** Takes a % that no operand follows: a hundredth, not the rest of a division. */
  boolean takePercent() {
    boolean apart = at < text.length() && text.charAt(at) == ' ';
    if (!sees("%")) {
      return false;
    }
    int mark = at++;
    boolean value =
        atNumber() || sees("(") || sees("√") || (atWord() && !startsWord("of") && !startsWord("x"));
    if (value) {
      at = mark;
      return false;
    }
    if (apart && (sees("-") || sees("+")) && isDigit(at + 1)) {
      throw new Impossible(
          "'%%' at character %d has two meanings: write mod(7, -3) for the rest of a division, or"
                  .formatted(mark + 1)
              + " (7%) - 3 for a percentage");
    }
    return true;
  }

  private boolean startsWord(String word) {
    int mark = at;
    boolean there = takeWord(word);
    at = mark;
    return there;
  }

  void close(int opened) {
    if (!take(")")) {
      throw atEnd()
          ? new Impossible("the '(' at character %d is never closed: add a ')'".formatted(opened))
          : unexpected();
    }
  }

  String word() {
    int start = at;
    while (isLetter(at) || (at > start && isDigit(at))) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  /** Digits with or without thousands, such as 1,234.5 or 6.02e23. */
  BigDecimal number() {
    int start = at;
    digits();
    if (peek(at) == ',') {
      thousands(start);
    }
    if (peek(at) == '.') {
      at++;
      digits();
    }
    String figures = text.substring(start, at).replace(",", "");
    return new BigDecimal(figures).scaleByPowerOfTen(exponent()).stripTrailingZeros();
  }

  private void thousands(int start) {
    boolean grouped = at - start <= 3 && groupAt(at);
    if (commasSplit) {
      if (grouped) {
        throw new Impossible(
            "the ',' at character %d may part thousands or values: put a space behind it, or leave"
                    .formatted(at + 1)
                + " thousands unparted");
      }
      return;
    }
    while (grouped && groupAt(at)) {
      at += 4;
    }
    if (peek(at) == ',' && isDigit(at + 1)) {
      throw new Impossible(
          "the ',' at character %d parts no thousands; the decimal sign is '.'".formatted(at + 1));
    }
  }

  private boolean groupAt(int comma) {
    return peek(comma) == ','
        && isDigit(comma + 1)
        && isDigit(comma + 2)
        && isDigit(comma + 3)
        && !isDigit(comma + 4);
  }

  private int exponent() {
    int sign = peek(at + 1) == '-' || peek(at + 1) == '+' ? 1 : 0;
    if (Character.toLowerCase(peek(at)) != 'e' || !isDigit(at + 1 + sign)) {
      return 0;
    }
    int start = at + 1;
    at = start + sign;
    digits();
    String exponent = text.substring(start, at);
    if (exponent.length() > 5 || Math.abs(Integer.parseInt(exponent)) > Arithmetic.EXPONENT) {
      throw new Impossible("the exponent %s is beyond %d".formatted(exponent, Arithmetic.EXPONENT));
    }
    return Integer.parseInt(exponent);
  }

  Impossible unexpected() {
    if (atEnd()) {
      return new Impossible("the expression ends where a number was expected");
    }
    String rest = text.substring(at, Math.min(text.length(), at + SHOWN)).strip();
    boolean operand = atNumber() || atWord() || sees("(");
    boolean afterOperand = at > 0 && operand;
    String advice =
        afterOperand
            ? "write an operator between two values, such as 2 * (3 + 4)"
            : "an expression has numbers, + - * / ^ %, parentheses and functions only; leave units,"
                + " currency signs and words out";
    return new Impossible("'%s' at character %d: %s".formatted(rest, at + 1, advice));
  }

  private void digits() {
    while (isDigit(at)) {
      at++;
    }
  }

  private void skip() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private char peek(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private boolean isDigit(int index) {
    return peek(index) >= '0' && peek(index) <= '9';
  }

  private boolean isLetter(int index) {
    char c = Character.toLowerCase(peek(index));
    return (c >= 'a' && c <= 'z') || c == 'π' || c == '_';
  }
}
