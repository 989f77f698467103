// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option by which a reading command answers people or programs. */
final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      defaultValue = "table",
      converter = FormatConverter.class,
      description = "For people (default), or exactly as the API answers.")
  Format format = Format.TABLE;

  boolean json() {
    return format == Format.JSON;
  }

  /** The two ways of answering. */
  enum Format {
    /** Aligned columns. */
    TABLE,
    /** The API's answer. */
    JSON
  }

  /** Reads the format's name. */
  static final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "table" -> Format.TABLE;
        case "json" -> Format.JSON;
        default -> throw new TypeConversionException("'" + value + "' is neither table nor json");
      };
    }
  }
}
