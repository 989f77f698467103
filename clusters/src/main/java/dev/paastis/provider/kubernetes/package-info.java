// SPDX-License-Identifier: AGPL-3.0-or-later
/** Apps that are Deployments and StatefulSets of a Kubernetes cluster, scaled to zero and back. */
@NullMarked
package dev.paastis.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
