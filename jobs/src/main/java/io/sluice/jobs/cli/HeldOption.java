package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every verb can be told that writes tables. */
final class HeldOption {

  @Option(
      names = "--if-held",
      paramLabel = "fail|wait|skip",
      defaultValue = "fail",
      converter = Words.class,
      description = {
        "When another run holds a table: fail it with exit code 5, wait as long as lake.lease.wait"
            + " says, or skip it, which is no failure: what reads it goes on with what it holds."
            + " Default: ${DEFAULT-VALUE}."
      })
  private IfHeld ifHeld;

  IfHeld ifHeld() {
    return ifHeld;
  }

  static final class Words implements ITypeConverter<IfHeld> {
    @Override
    public IfHeld convert(String word) {
      IfHeld meaning = IfHeld.WORDS.get(word);
      if (meaning == null) {
        throw new TypeConversionException("\"" + word + "\" is not fail, skip or wait");
      }
      return meaning;
    }
  }
}
