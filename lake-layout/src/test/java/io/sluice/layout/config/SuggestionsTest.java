package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionsTest {

  @Test
  void findsTheWordThatWasMeant() {
    List<String> words = List.of("mode", "key", "order", "max-rejected");
    assertEquals(Optional.of("mode"), Suggestions.nearest("mod", words));
    assertEquals(Optional.of("mode"), Suggestions.nearest("Mdoe", words));
    assertEquals(Optional.of("max-rejected"), Suggestions.nearest("max_rejcted", words));
    assertEquals(Optional.empty(), Suggestions.nearest("delimiter", words));
    assertEquals(Optional.empty(), Suggestions.nearest("to", words));
  }

  @Test
  void countsASwapAsOneSlip() {
    assertEquals(1, Suggestions.distance("mdoe", "mode"));
    assertEquals(3, Suggestions.distance("kitten", "sitting"));
    assertEquals(4, Suggestions.distance("", "mode"));
  }
}
