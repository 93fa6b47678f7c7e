package io.sluice.layout.readers;

import java.util.Objects;

/**
 * What an engine makes of something it is to read. {@code toString} is a line for a person: {@code
 * Redshift: column age is tinyint, which it does not have. Declare age = smallint.}
 *
 * @param thing what it is about: {@code column age}, {@code location}
 * @param reason what is wrong with it, so that it follows the thing in a sentence
 * @param remedy what to do, a sentence
 */
public record Verdict(Engine engine, Weight weight, String thing, String reason, String remedy) {

  /** How much it matters. */
  public enum Weight {
    /** The engine cannot read it, or reads it wrong. */
    PROBLEM,
    /** The engine reads it, with something to know. */
    NOTE
  }

  public Verdict {
    Objects.requireNonNull(engine, "engine is null");
    Objects.requireNonNull(weight, "weight is null");
    Objects.requireNonNull(thing, "thing is null");
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(remedy, "remedy is null");
  }

  public static Verdict problem(Engine engine, String thing, String reason, String remedy) {
    return new Verdict(engine, Weight.PROBLEM, thing, reason, remedy);
  }

  public static Verdict note(Engine engine, String thing, String reason, String remedy) {
    return new Verdict(engine, Weight.NOTE, thing, reason, remedy);
  }

  public boolean isProblem() {
    return weight == Weight.PROBLEM;
  }

  @Override
  public String toString() {
    return engine + ": " + thing + " " + reason + ". " + remedy;
  }
}
