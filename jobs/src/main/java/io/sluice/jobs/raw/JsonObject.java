package io.sluice.jobs.raw;

import io.sluice.jobs.raw.FieldNames.Name;
import io.sluice.jobs.raw.FieldNames.Target;
import io.sluice.layout.ColumnType;
import java.util.List;

/** Reads JSON objects of one struct type; fields the type does not have are noted. */
final class JsonObject {

  private final String path;
  private final FieldNames names;
  private final NewColumns notes;
  private final JsonValue[] readers;
  private final int[] places;

  JsonObject(String path, List<ColumnType.Field> fields, Timestamps timestamps, NewColumns notes) {
    this.path = path;
    this.notes = notes;
    this.names = new FieldNames(fields.stream().map(ColumnType.Field::name).toList());
    this.readers = new JsonValue[fields.size()];
    this.places = new int[fields.size()];
    for (int i = 0; i < readers.length; i++) {
      ColumnType.Field field = fields.get(i);
      String name = path.isEmpty() ? field.name() : path + "." + field.name();
      readers[i] = JsonValue.of(name, field.type(), timestamps, notes);
      places[i] = i;
    }
  }

  /** Puts a field's values elsewhere; below 0 they are read but not kept. */
  void place(int field, int at) {
    places[field] = at;
  }

  /** Leaves a field's values unread. */
  void skip(int field) {
    readers[field] = null;
  }

  /** Takes an object, from its opening brace on. */
  void read(JsonCursor json, Object[] into) {
    json.expect('{');
    names.begin();
    if (json.accept('}')) {
      return;
    }
    do {
      Name name = names.next(json);
      json.expect(':');
      int field = name.target.index;
      if (field < 0) {
        unknown(name, json);
      } else if (readers[field] == null) {
        json.skip();
      } else {
        Object value = readers[field].read(json);
        if (places[field] >= 0) {
          into[places[field]] = value;
        }
      }
    } while (json.accept(','));
    json.expect('}');
  }

  private void unknown(Name name, JsonCursor json) {
    Target target = name.target;
    if (json.peek() == 'n' && !notes.inferring()) {
      json.literal();
    } else {
      notes.shape(path, target.column, name.text).add(json);
    }
  }
}
