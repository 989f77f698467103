-- SPDX-License-Identifier: AGPL-3.0-or-later
wrk.method = "POST"
wrk.body = string.rep("x", 1024 * 1024)
