// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.checks.installation;

import dev.paastis.checks.repository.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium of its own, with a fresh profile, that sends nothing anywhere by itself. */
public final class Browser implements AutoCloseable {
  /** System property that skips the tests that need it, when {@code false}. */
  public static final String WANTED = "paastis.browser";

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Path SCREENSHOTS = Repository.root().resolve("checks/target/screenshots");

  private final Path profile;
  private final ChromeDriver driver;

  private Browser(Path profile, ChromeDriver driver) {
    this.profile = profile;
    this.driver = driver;
  }

  /** Opens one that prefers that language, for example {@code fr}. */
  public static Browser open(String language) throws IOException {
    Path profile = Files.createTempDirectory("paastis-browser-");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium", "chromium-browser", "google-chrome"));
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=" + language,
        "--user-data-dir=" + profile);
    options.setExperimentalOption("prefs", Map.of("intl.accept_languages", language));
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Path.of(program("chromedriver")).toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(profile, new ChromeDriver(service, options));
    browser.driver.manage().window().setSize(new Dimension(1280, 900));
    return browser;
  }

  /** Goes to an address. */
  public void go(URI address) {
    driver.get(address.toString());
  }

  /** Where it is. */
  public String address() {
    return String.valueOf(driver.getCurrentUrl());
  }

  /** The text a person sees. */
  public String text() {
    return driver.findElement(By.tagName("body")).getText();
  }

  /** An attribute of the document's root, for example its language. */
  public String rootAttribute(String name) {
    String value = driver.findElement(By.tagName("html")).getDomAttribute(name);
    return value == null ? "" : value;
  }

  /** Waits for an element that is shown. */
  public WebElement await(By where) {
    return ask(where, element -> element);
  }

  /**
   * Waits for an element that is shown and asks it something; one that a live update replaces
   * meanwhile is looked up again.
   */
  public <T> T ask(By where, Function<WebElement, T> question) {
    List<T> answers = new ArrayList<>();
    await(
        "something is shown at " + where,
        _ -> isShown(where) && answers.add(question.apply(shown(where))));
    return answers.getFirst();
  }

  /**
   * Clicks an element; one that a live update replaces meanwhile is looked up again, and one below
   * a message is clicked when that is gone.
   */
  public void click(By where) {
    await(
        "a click is taken at " + where,
        _ -> {
          if (!isShown(where)) {
            return false;
          }
          try {
            shown(where).click();
          } catch (ElementClickInterceptedException _) {
            return false;
          }
          return true;
        });
  }

  /** Types text into a field, instead of what is there. */
  public void type(By where, String text) {
    WebElement field = await(where);
    field.clear();
    field.sendKeys(text);
  }

  /** What is written in a field. */
  public String value(By where) {
    return String.valueOf(await(where).getDomProperty("value"));
  }

  /** Waits until a condition holds. */
  public void await(String what, ExpectedCondition<Boolean> condition) {
    new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .withMessage(() -> what + ", but at " + address() + " there is:\n" + text())
        .until(condition);
  }

  /** Runs a script in the page and returns its value as text. */
  public String script(String code) {
    return String.valueOf(driver.executeScript(code));
  }

  /**
   * Has pages believe that the person prefers that colour scheme, {@code dark} or {@code light}.
   */
  public void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Shows pages on a screen as wide as that many pixels, as a phone does. */
  public void narrowTo(int pixels) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", true));
  }

  /** Shows pages in its own width again. */
  public void widen() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** Keeps a picture below {@code target/screenshots}. */
  public Path screenshot(String name) throws IOException {
    Files.createDirectories(SCREENSHOTS);
    return Files.write(
        SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** Errors in the browser's own log since the last call. */
  public List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private boolean isShown(By where) {
    return driver.findElements(where).stream().anyMatch(WebElement::isDisplayed);
  }

  private WebElement shown(By where) {
    return driver.findElements(where).stream()
        .filter(WebElement::isDisplayed)
        .findFirst()
        .orElseThrow(() -> new StaleElementReferenceException("gone again: " + where));
  }

  private static String program(String... names) {
    List<Path> folders = Arrays.stream(System.getenv("PATH").split(":", -1)).map(Path::of).toList();
    for (String name : names) {
      for (Path folder : folders) {
        if (Files.isExecutable(folder.resolve(name))) {
          return folder.resolve(name).toString();
        }
      }
    }
    throw new IllegalStateException(
        "%s not found; install Chromium with its driver, or skip these tests with -D%s=false"
            .formatted(String.join(" or ", names), WANTED));
  }
}
