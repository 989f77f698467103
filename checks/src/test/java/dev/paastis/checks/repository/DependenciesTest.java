// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Every dependency is a decision, and {@code docs/dependencies.md} says why it was taken. */
class DependenciesTest {
  private static final Path PAGE = Repository.root().resolve("docs/dependencies.md");

  @Test
  void directDependency_isExplained() throws Exception {
    String page = Files.readString(PAGE);
    assertThat(directDependencies())
        .as("named as `artifact` in %s", PAGE.getFileName())
        .filteredOn(artifact -> !page.contains("`" + artifact + "`"))
        .isEmpty();
  }

  @Test
  void explainedDependency_isStillThere() throws Exception {
    SortedSet<String> known = directDependencies();
    known.addAll(testDependencies());
    known.addAll(buildTools());
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(rows).as("rows of %s", PAGE.getFileName()).isNotEmpty();
    assertThat(known).containsAll(rows);
  }

  /** Artifacts of others that ship with a module, or that it needs to run. */
  private static SortedSet<String> directDependencies() throws Exception {
    SortedSet<String> found = new TreeSet<>();
    for (Element dependency : dependencies()) {
      if (!text(dependency, "scope").equals("test")) {
        found.add(text(dependency, "artifactId"));
      }
    }
    return found;
  }

  private static SortedSet<String> testDependencies() throws Exception {
    SortedSet<String> found = new TreeSet<>();
    for (Element dependency : dependencies()) {
      if (text(dependency, "scope").equals("test")) {
        found.add(text(dependency, "artifactId"));
      }
    }
    return found;
  }

  /** Plugins, their own dependencies and annotation processors: what builds, and does not ship. */
  private static SortedSet<String> buildTools() throws Exception {
    SortedSet<String> found = new TreeSet<>();
    for (Path pom : poms()) {
      Element project = parse(pom);
      for (String kind : List.of("plugin", "dependency", "path")) {
        for (Element tool : elements(project, kind)) {
          found.add(text(tool, "artifactId"));
        }
      }
      for (Element formatter : elements(project, "googleJavaFormat")) {
        found.add("google-java-format");
        assertThat(text(formatter, "version")).isNotEmpty();
      }
    }
    return found;
  }

  private static List<Element> dependencies() throws Exception {
    List<Element> found = new ArrayList<>();
    for (Path pom : poms()) {
      for (Element dependency : elements(parse(pom), "dependency")) {
        if (isDirect(dependency) && !text(dependency, "groupId").equals("dev.paastis")) {
          found.add(dependency);
        }
      }
    }
    assertThat(found).as("dependencies of all poms").isNotEmpty();
    return found;
  }

  /** A module's own or a profile's; neither managed nor a plugin's. */
  private static boolean isDirect(Element dependency) {
    Node holder = dependency.getParentNode().getParentNode();
    return List.of("project", "profile").contains(holder.getNodeName());
  }

  private static List<Path> poms() {
    return Repository.files("/pom.xml");
  }

  private static Element parse(Path pom)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom.toFile())
        .getDocumentElement();
  }

  private static List<Element> elements(Element parent, String name) {
    var nodes = parent.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  /** The text of a direct child, empty when there is none. */
  private static String text(Element parent, String child) {
    for (Element element : elements(parent, child)) {
      if (element.getParentNode().isSameNode(parent)) {
        return element.getTextContent().strip();
      }
    }
    return "";
  }
}
