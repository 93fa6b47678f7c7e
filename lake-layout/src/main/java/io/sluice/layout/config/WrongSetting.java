package io.sluice.layout.config;

/** A value that cannot be used. The message is the problem's text: what is wrong, what to do. */
final class WrongSetting extends RuntimeException {

  WrongSetting(String text) {
    super(text, null, false, false);
  }
}
