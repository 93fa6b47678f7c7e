package io.sluice.jobs;

import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a file: some flipped, the end cut off, or a piece of it spliced in. */
public final class Damage {

  private final Random random;
  private final String alphabet;

  /**
   * @param alphabet the bytes that mean something in the format
   */
  public Damage(Random random, String alphabet) {
    this.random = random;
    this.alphabet = alphabet;
  }

  /** From {@code from} on. */
  public byte[] of(byte[] valid, int from) {
    return switch (random.nextInt(3)) {
      case 0 -> {
        byte[] flipped = valid.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
          flipped[from + random.nextInt(valid.length - from)] = any();
        }
        yield flipped;
      }
      case 1 -> Arrays.copyOf(valid, from + random.nextInt(valid.length - from));
      default -> {
        int at = from + random.nextInt(valid.length - from);
        int piece = random.nextInt(valid.length);
        int length = random.nextInt(valid.length - piece);
        byte[] spliced = Arrays.copyOf(valid, valid.length + length);
        System.arraycopy(valid, piece, spliced, at, length);
        System.arraycopy(valid, at, spliced, at + length, valid.length - at);
        yield spliced;
      }
    };
  }

  /** Any byte, and often one that means something. */
  private byte any() {
    return (byte)
        (random.nextBoolean()
            ? alphabet.charAt(random.nextInt(alphabet.length()))
            : random.nextInt(256));
  }
}
