// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program itself: what all commands share. Without a command it shows the help. */
@Command(
    name = "paastis",
    description = "Puts idle apps to sleep and wakes them on the next request.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = RootCommand.Version.class,
    sortOptions = false)
final class RootCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Mixin final ServerOptions server;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private RootCommand(Terminal terminal, ServerOptions server) {
    this.terminal = terminal;
    this.server = server;
  }

  /** Assembles the whole program. */
  static CommandLine assemble(Surroundings surroundings, Terminal terminal) {
    ServerOptions options = new ServerOptions();
    Session session = new Session(surroundings, terminal, options);
    CommandLine root = new CommandLine(new RootCommand(terminal, options));
    addLaunched(root);
    root.addSubcommand(new AppsCommand(session))
        .addSubcommand(new AppCommand(session))
        .addSubcommand(new WakeCommand(session))
        .addSubcommand(new SleepCommand(session))
        .addSubcommand(new PinCommand(session))
        .addSubcommand(new UnpinCommand(session))
        .addSubcommand(new EventsCommand(session))
        .addSubcommand(new WakesCommand(session))
        .addSubcommand(ignore(session))
        .addSubcommand(routes(session))
        .addSubcommand(new TimelineCommand(session))
        .addSubcommand(new ExplainCommand(session))
        .addSubcommand(new PreviewCommand(session))
        .addSubcommand(new OutputCommand(session))
        .addSubcommand(new WakeAllCommand(session))
        .addSubcommand(new KeepCommand(session))
        .addSubcommand(new ProtectCommand(session))
        .addSubcommand(new UnprotectCommand(session))
        .addSubcommand(accounts(session))
        .addSubcommand(new ProvidersCommand(session))
        .addSubcommand(new ExportCommand(session))
        .addSubcommand(drains(session))
        .addSubcommand(new HooksCommand(session))
        .addSubcommand(notifications(session))
        .addSubcommand(deliveries(session))
        .addSubcommand(new DoctorCommand(session))
        .addSubcommand(new SignInCommand(session))
        .addSubcommand(new CompletionCommand(session));
    PolicyCommands.addTo(root, session);
    Help.install(root);
    return root.setUsageHelpWidth(100)
        .setParameterExceptionHandler(session.errors())
        .setExecutionExceptionHandler(session.errors());
  }

  @Override
  public Integer call() {
    Objects.requireNonNull(spec, "set by picocli").commandLine().usage(terminal.out());
    return ExitStatus.DONE.code();
  }

  private static CommandLine accounts(Session session) {
    return new CommandLine(new AccountsCommand(session))
        .addSubcommand(new AccountAddCommand(session))
        .addSubcommand(new AccountTestCommand(session))
        .addSubcommand(new AccountRotateCommand(session))
        .addSubcommand(new AccountRemoveCommand(session))
        .addSubcommand(new AccountFoundCommand(session))
        .addSubcommand(new AccountImportCommand(session));
  }

  private static CommandLine drains(Session session) {
    return new CommandLine(new DrainsCommand(session))
        .addSubcommand(new DrainAddCommand(session))
        .addSubcommand(new DrainRemoveCommand(session));
  }

  private static CommandLine notifications(Session session) {
    return new CommandLine(new NotificationsCommand(session))
        .addSubcommand(new NotificationTestCommand(session));
  }

  private static CommandLine deliveries(Session session) {
    return new CommandLine(new DeliveriesCommand(session))
        .addSubcommand(new DeliveryReplayCommand(session));
  }

  private static CommandLine routes(Session session) {
    return new CommandLine(new RoutesCommand(session))
        .addSubcommand(new RouteReloadCommand(session))
        .addSubcommand(new RouteTestCommand(session))
        .addSubcommand(new RouteHashCommand(session));
  }

  private static CommandLine ignore(Session session) {
    return new CommandLine(new IgnoreCommand(session))
        .addSubcommand(new IgnoreProposeCommand(session))
        .addSubcommand(new IgnoreApplyCommand(session))
        .addSubcommand(new IgnoreDeleteCommand(session));
  }

  private static void addLaunched(CommandLine root) {
    launched(root, "demo", "Run five sample apps behind the gateway, and the console.");
    launched(root, "serve", "Run engine, console and gateway with your paastis.yml.");
    launched(root, "gateway", "Run a gateway alone, which follows an engine elsewhere.");
    launched(root, "verify", "Run all tests; sets up what they need.");
    launched(root, "emulate", "Run an emulated platform here, for tests and dry runs.");
    launched(root, "bench", "Measure: ./paastis bench wake, hold, edge, providers or containers.");
    launched(root, "format", "Format the sources.");
    launched(root, "schema", "Print the JSON Schema of paastis.yml.");
  }

  private static void launched(CommandLine root, String name, String description) {
    root.addSubcommand(name, LauncherCommand.spec(name, description));
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = RootCommand.class.getPackage().getImplementationVersion();
      return new String[] {"paastis " + (version == null ? "(not packaged)" : version)};
    }
  }
}
