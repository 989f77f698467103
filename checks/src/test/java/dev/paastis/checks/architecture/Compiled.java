// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Sources compiled into a folder of their own: a rule meets a violation in the very package it
 * guards, and no violating class lies on anybody's class path.
 */
final class Compiled {
  private static final Pattern NAME =
      Pattern.compile(
          "package ([\\w.]+);.*?(?:class|interface|record|enum) (\\w+)", Pattern.DOTALL);

  private Compiled() {}

  /** Compiles the sources, each with its package and one top-level type, and imports the result. */
  static JavaClasses sources(Path folder, String... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
      List<JavaFileObject> units = new ArrayList<>();
      for (String source : sources) {
        units.add(new Source(source));
      }
      List<String> options = List.of("-proc:none", "-nowarn");
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalArgumentException("the example does not compile: " + messages);
      }
    }
    return new ClassFileImporter().importPath(folder);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(uri(text), Kind.SOURCE);
      this.text = text;
    }

    private static URI uri(String text) {
      Matcher name = NAME.matcher(text);
      if (!name.find()) {
        throw new IllegalArgumentException("no package and type in: " + text);
      }
      String path = (name.group(1) + "." + name.group(2)).replace('.', '/');
      return URI.create("string:///" + path + Kind.SOURCE.extension);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
