// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.server.wiring;

import dev.paastis.app.AppDirectory;
import dev.paastis.app.AppId;
import dev.paastis.app.AppLifecycle;
import dev.paastis.app.AppRepository;
import dev.paastis.app.TrackedApp;
import dev.paastis.store.ChangeFeed;
import dev.paastis.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What other engines on the same database do reaches this one: whoever follows a row here, the
 * gateway among them, sees their transitions within moments.
 *
 * <p>The embedded database has one engine only, since the data folder is locked by it, and every
 * change there is passes through this process already: nothing is followed then, and each change
 * costs one query less.
 */
final class OtherEngines implements AutoCloseable {
  private final Store store;
  private final boolean alone;
  private final AppRepository apps;
  private final AppLifecycle lifecycle;
  private final AppDirectory directory;
  private volatile @Nullable ChangeFeed feed;

  OtherEngines(Store store, boolean alone, AppLifecycle lifecycle, AppDirectory directory) {
    this.store = store;
    this.alone = alone;
    this.apps = store.apps();
    this.lifecycle = lifecycle;
    this.directory = directory;
  }

  /**
   * Begins to follow.
   *
   * @param accountChanged told of each account that people changed elsewhere
   * @param policiesChanged told when rules, windows or groups were changed elsewhere
   */
  void follow(Consumer<UUID> accountChanged, Runnable policiesChanged) {
    if (!alone) {
      feed = store.changes(this::changed, accountChanged, policiesChanged, this::resync);
    }
  }

  @Override
  public void close() {
    ChangeFeed open = feed;
    if (open != null) {
      open.close();
    }
  }

  private void changed(AppId id) {
    directory.find(id).ifPresentOrElse(lifecycle::reload, () -> lifecycle.reload(id));
  }

  /** Each row that differs is read once more by itself, so that it is told in its own order. */
  private void resync() {
    List<TrackedApp> rows = apps.all();
    Set<AppId> known = new HashSet<>();
    for (TrackedApp row : rows) {
      known.add(row.id());
      if (directory.find(row.id()).filter(row::equals).isEmpty()) {
        changed(row.id());
      }
    }
    directory.all().stream().filter(app -> !known.contains(app.id())).forEach(lifecycle::reload);
  }
}
