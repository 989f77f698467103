// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.provider.docker;

import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Ports.Binding;
import dev.paastis.app.Upstream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a container is reached: by its port on the machine if it publishes one, otherwise by
 * its own address on a network, or, on the machine's network, by its own port.
 *
 * @param settings of the account
 */
record Addresses(DockerSettings settings) {
  private static final Set<String> ANY = Set.of("", "0.0.0.0", "::");
  private static final String HOST_NETWORK = "host";

  /** The port in the container: as labelled, else the lowest published, else the lowest exposed. */
  static OptionalInt port(Member member) {
    OptionalInt said = member.labels().port();
    if (said.isPresent()) {
      return said;
    }
    OptionalInt published = published(member);
    return published.isPresent() ? published : exposed(member);
  }

  /** Where it answers; empty when it has no port or no address now. */
  Optional<Upstream> of(Member member) {
    OptionalInt port = port(member);
    return port.isEmpty() ? Optional.empty() : of(member, port.getAsInt());
  }

  private Optional<Upstream> of(Member member, int port) {
    if (member.networkMode().equals(HOST_NETWORK)) {
      return Optional.of(new Upstream("http", settings.address(), port));
    }
    Optional<Upstream> direct =
        networkAddress(member).map(address -> new Upstream("http", address, port));
    return settings.network() == null
        ? binding(member, port).map(this::upstream).or(() -> direct)
        : direct;
  }

  private Upstream upstream(Binding binding) {
    String said = binding.getHostIp();
    String address = said == null || ANY.contains(said) ? settings.address() : said;
    return new Upstream("http", address, Integer.parseInt(binding.getHostPortSpec()));
  }

  private Optional<String> networkAddress(Member member) {
    Map<String, ContainerNetwork> networks = new TreeMap<>();
    networkSettings(member).map(NetworkSettings::getNetworks).ifPresent(networks::putAll);
    String wanted = settings.network();
    return networks.entrySet().stream()
        .filter(network -> wanted == null || wanted.equals(network.getKey()))
        .flatMap(network -> addresses(network.getValue()))
        .findFirst();
  }

  private static Stream<String> addresses(ContainerNetwork network) {
    return Stream.concat(
            Stream.ofNullable(network.getIpAddress()),
            Stream.ofNullable(network.getGlobalIPv6Address()))
        .filter(address -> !address.isEmpty());
  }

  private static Optional<Binding> binding(Member member, int port) {
    Ports ports = networkSettings(member).map(NetworkSettings::getPorts).orElse(null);
    if (ports == null) {
      return Optional.empty();
    }
    Binding[] bindings = ports.getBindings().get(ExposedPort.tcp(port));
    return bindings == null
        ? Optional.empty()
        : Arrays.stream(bindings)
            .filter(Addresses::isUsable)
            .min(Comparator.comparing(Addresses::isIpv6));
  }

  private static boolean isIpv6(Binding binding) {
    String address = binding.getHostIp();
    return address != null && address.indexOf(':') >= 0;
  }

  private static boolean isUsable(@Nullable Binding binding) {
    String port = binding == null ? null : binding.getHostPortSpec();
    return port != null && port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65535;
  }

  static boolean publishes(Member member) {
    return published(member).isPresent();
  }

  private static OptionalInt published(Member member) {
    Ports ports = member.hostConfig().map(HostConfig::getPortBindings).orElse(null);
    return ports == null ? OptionalInt.empty() : lowest(ports.getBindings().keySet().stream());
  }

  private static OptionalInt exposed(Member member) {
    ContainerConfig config = member.facts().getConfig();
    ExposedPort[] ports = config == null ? null : config.getExposedPorts();
    return ports == null ? OptionalInt.empty() : lowest(Arrays.stream(ports));
  }

  private static OptionalInt lowest(Stream<ExposedPort> ports) {
    IntStream numbers =
        ports
            .filter(port -> port.getProtocol() == InternetProtocol.TCP)
            .mapToInt(ExposedPort::getPort);
    return numbers.min();
  }

  private static Optional<NetworkSettings> networkSettings(Member member) {
    return Optional.ofNullable(member.facts().getNetworkSettings());
  }
}
