package io.sluice.jobs.raw;

import io.sluice.jobs.raw.FieldNames.Name;
import io.sluice.jobs.raw.FieldNames.Target;
import io.sluice.layout.ColumnType;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** Reads JSON objects of one struct type; fields the type does not have are noted. */
final class JsonObject {

  private final String path;
  private final FieldNames names;
  private final NewColumns notes;
  private final JsonValue[] readers;
  private final int[] places;
  private byte[] unavailable;
  private AbsentColumns absent;

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

  /** Notes the columns of this contract that an object lacks or that are unavailable in it. */
  void noteAbsent(AbsentColumns into, byte[] unavailableText) {
    absent = into;
    unavailable = unavailableText;
  }

  /** What the object that was read last lacks; null if nothing, or if it is not noted. */
  GenericArrayData absent() {
    for (int i = 0; i < readers.length; i++) {
      if (names.lacks(i)) {
        absent.add(i);
      }
    }
    return absent.array();
  }

  Name named(String name) {
    return names.named(name);
  }

  /** Takes a value from elsewhere as one more field of the object that was read last. */
  void also(Name name, JsonCursor json, Object[] into) {
    names.mark(name);
    value(name, json, into);
  }

  /** Takes an object, from its opening brace on. */
  void read(JsonCursor json, Object[] into) {
    json.expect('{');
    names.begin();
    if (absent != null) {
      absent.clear();
    }
    if (json.accept('}')) {
      return;
    }
    do {
      Name name = names.next(json);
      json.expect(':');
      value(name, json, into);
    } while (json.accept(','));
    json.expect('}');
  }

  private void value(Name name, JsonCursor json, Object[] into) {
    int field = name.target.index;
    if (unavailable != null && json.peek() == '"' && json.acceptString(unavailable)) {
      unavailable(name);
    } else if (field < 0) {
      unknown(name, json);
    } else if (readers[field] == null) {
      json.skip();
    } else {
      Object value = readers[field].read(json);
      if (places[field] >= 0) {
        into[places[field]] = value;
      }
    }
  }

  private void unavailable(Name name) {
    int field = name.target.index;
    if (field >= 0) {
      absent.add(field);
    } else if (notes.inferring()) {
      notes.shape(path, name.target.column, name.text);
    }
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
