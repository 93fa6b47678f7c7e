package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReferenceTest {

  @Test
  void documentsEverySetting() throws IOException {
    String text;
    try (InputStream in =
        LakeConfigReader.class.getResourceAsStream("/io/sluice/layout/reference.conf")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    TreeSet<String> keys = new TreeSet<>(TableReader.KEYS);
    keys.addAll(MartReader.KEYS);
    keys.removeIf(key -> text.lines().anyMatch(line -> line.matches("[ #]*" + key + "\\b.*")));
    keys.removeIf(key -> key.equals("description") && text.contains("description"));
    assertEquals(new TreeSet<String>(), keys);
  }

  @Test
  void hasNoDefaultThatIsUnknown() {
    TreeSet<String> defaults =
        new TreeSet<>(ConfigFiles.reference().getObject("lake.defaults").keySet());
    defaults.removeAll(TableReader.KEYS);
    assertEquals(new TreeSet<String>(), defaults);
    assertTrue(ConfigFiles.reference().hasPath("lake.name"));
  }
}
