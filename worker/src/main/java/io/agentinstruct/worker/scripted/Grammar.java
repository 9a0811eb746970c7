package io.agentinstruct.worker.scripted;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the rules need to know of a language; everything else is the same in all of them. */
interface Grammar {
  /** The sentences of a block as they stand there, line breaks included. */
  List<String> sentences(String block);

  /** On one line, and without marks of emphasis. */
  String plain(String raw);

  /**
   * Names of persons, places and things, by which a capital letter in front of a sentence is
   * judged.
   */
  Set<String> names(String text);

  /** Where a sentence has a plain subject that can be named in a question. */
  Optional<Parts> parts(String sentence, Set<String> names);

  Optional<Cause> cause(String sentence);

  List<Quantity> quantities(String sentence);

  List<Integer> years(String sentence);

  /** The sentence without the year and the little words around it. */
  String undated(String sentence, int year);

  /** The sentence with "some" in place of its numbers. */
  String blurred(String sentence);

  /** Words that carry a meaning, in the order of the sentence. */
  List<String> keywords(String sentence);

  /**
   * The word as it is spoken of in the middle of a sentence: with an article where the text gives
   * it one.
   */
  String named(String word, String text);

  /** The sentence with the opposite meaning, if a small change gives it. */
  Optional<String> reversed(String sentence);

  /** The first words, by which a sentence can be pointed at. */
  String opening(String sentence);

  /** Lines of verse. */
  List<String> lines(String sentence);

  /** The word at the beginning that stands for something said before. */
  Optional<String> standIn(String sentence);

  /**
   * What such a word at the beginning of a sentence stands for, given the sentence before it; empty
   * = not sure.
   */
  Optional<String> referent(String standIn, Sentence before, Set<String> names);

  /** Whether a sentence is a question. */
  boolean asks(String sentence);

  /** Whether a sentence is long enough to say something. */
  boolean says(String sentence);

  /** Whether a sentence can be read without the one before it. */
  boolean alone(String sentence);

  /**
   * @param subject in the form it has in the middle of a sentence
   * @param predicate the rest, without the full stop
   */
  record Parts(String subject, String predicate) {}

  /** Both sides as clauses, without a full stop. */
  record Cause(String cause, String effect) {}
}
