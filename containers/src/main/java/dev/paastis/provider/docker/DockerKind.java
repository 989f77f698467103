// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import dev.paastis.provider.AccountSettings;
import dev.paastis.provider.Capabilities;
import dev.paastis.provider.Provider;
import dev.paastis.provider.ProviderKind;
import dev.paastis.provider.Setting;
import java.util.List;

/** Docker, and Podman by the same API. Without state. */
public final class DockerKind implements ProviderKind {
  private static final String MODE = "stop";

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public String title() {
    return "Docker";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.text(
            "host",
            DockerSettings.HOST,
            "where Docker or Podman listens: unix:///path/of/the/socket, which the user that runs"
                + " Paastis must be allowed to use, or tcp://host:port, without TLS and hence for a"
                + " trusted network only; either is as good as root on that machine"),
        Setting.text(
            "label",
            DockerSettings.LABEL,
            "which containers are apps; a compose project is one app as soon as one of its"
                + " containers has the label"),
        Setting.choice(
            "mode",
            List.of(MODE, "pause"),
            "stop ends the processes; pause freezes them in memory, for wakes of milliseconds"),
        Setting.text(
            "network",
            null,
            "the network of the engine that Paastis shares with the apps, when it runs in a"
                + " container itself; without it, published ports come first"),
        Setting.text(
            "address",
            null,
            "where published ports are reached; without it, this machine or the host above"));
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        Capabilities.Stop.AT_ONCE,
        Capabilities.Proof.PROBE,
        Capabilities.Listing.PAGES_AND_APPS,
        Capabilities.Changes.TOLD,
        Capabilities.Work.TOLD,
        List.of(
            "which services ran, and how many containers of each",
            "restart policies, which are left as they are",
            "volumes, networks, names and images, since containers are not made anew"),
        List.of(
            "the machine, which runs on", "with mode pause, the memory of the paused containers"),
        List.of(
            "containers of a project that say no to the label",
            "containers with restart policy 'always' start again with the engine itself; take"
                + " 'unless-stopped'"),
        List.of("what processes held in memory and in tmpfs, unless they are paused"),
        List.of("containers made with --rm can only be paused: the engine removes stopped ones"));
  }

  /** Empty: who may use the engine's socket is a matter of that machine, not of a credential. */
  @Override
  public String rights() {
    return "";
  }

  @Override
  public Provider open(String region, AccountSettings settings, Surroundings around) {
    return new DockerProvider(
        DockerSettings.parse(
            settings.text("host").orElse(DockerSettings.HOST),
            settings.text("label").orElse(DockerSettings.LABEL),
            settings.text("mode").orElse(MODE),
            settings.text("network").filter(text -> !text.isBlank()).orElse(null),
            settings.text("address").filter(text -> !text.isBlank()).orElse(null)),
        around.ticker());
  }
}
