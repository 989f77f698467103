// SPDX-License-Identifier: AGPL-3.0-or-later
package dev.paastis.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a frame may be put in between those of an app. */
final class FrameBoundaryTest {
  private static ByteBuf frame(int opcode, boolean masked, int length, int... lengthBytes) {
    ByteBuf frame = Unpooled.buffer();
    int seven = lengthBytes.length == 0 ? length : lengthBytes.length == 2 ? 126 : 127;
    frame.writeByte(0x80 | opcode).writeByte((masked ? 0x80 : 0) | seven);
    IntStream.of(lengthBytes).forEach(frame::writeByte);
    return frame.writeZero(length + (masked ? 4 : 0));
  }

  static Stream<ByteBuf> frames() {
    return Stream.of(
        frame(1, false, 0),
        frame(2, false, 5),
        frame(1, true, 0),
        frame(1, true, 125),
        frame(1, false, 256, 1, 0),
        frame(2, true, 200, 0, 200),
        frame(2, false, 70_000, 0, 0, 0, 0, 0, 1, 0x11, 0x70));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void a_frame_fits_behind_a_whole_one_and_nowhere_inside(ByteBuf frame) {
    FrameBoundary boundary = new FrameBoundary();
    assertThat(boundary.isOpenBetweenFrames()).isTrue();
    for (int i = 0; i < frame.readableBytes() - 1; i++) {
      boundary.follow(frame.slice(i, 1));
      assertThat(boundary.isOpenBetweenFrames()).isFalse();
    }
    boundary.follow(frame.slice(frame.readableBytes() - 1, 1));
    assertThat(boundary.isOpenBetweenFrames()).isTrue();

    boundary.follow(Unpooled.wrappedBuffer(frame.duplicate(), frame.duplicate()));
    assertThat(boundary.isOpenBetweenFrames()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("frames")
  void no_frame_fits_behind_the_last(ByteBuf frame) {
    FrameBoundary boundary = new FrameBoundary();
    boundary.follow(frame);
    boundary.follow(frame(8, false, 2));

    assertThat(boundary.isOpenBetweenFrames()).isFalse();
  }
}
