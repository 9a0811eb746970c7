package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is told when a gate's state changes: once a change, and never under the gate's lock. */
final class GateNews {
  private final List<Consumer<GateState>> onState = new CopyOnWriteArrayList<>();
  private final List<BiConsumer<Trouble, String>> onClose = new ArrayList<>();
  private String last = "";
  private boolean closingTold;

  void onState(Consumer<GateState> listener) {
    onState.add(listener);
  }

  void onClose(BiConsumer<Trouble, String> listener, Optional<Halts.Halt> closed) {
    boolean late;
    synchronized (onClose) {
      onClose.add(listener);
      late = closingTold;
    }
    if (late) {
      closed.ifPresent(halt -> tell(listener, halt));
    }
  }

  /**
   * What is to be told after a change, as soon as the lock is free. Called under the gate's lock.
   */
  Runnable since(GateState state, Optional<Halts.Halt> closed) {
    boolean open = state.kind() == GateState.Kind.OPEN || state.kind() == GateState.Kind.SHUT;
    String now = open ? "" : state.kind() + " " + state.cause() + " " + state.message();
    if (now.equals(last)) {
      return () -> {};
    }
    last = now;
    return () -> {
      onState.forEach(listener -> listener.accept(state));
      closed.ifPresent(this::closed);
    };
  }

  private void closed(Halts.Halt halt) {
    List<BiConsumer<Trouble, String>> told;
    synchronized (onClose) {
      if (closingTold) {
        return;
      }
      closingTold = true;
      told = List.copyOf(onClose);
    }
    told.forEach(listener -> tell(listener, halt));
  }

  private static void tell(BiConsumer<Trouble, String> listener, Halts.Halt halt) {
    @Nullable Trouble cause = halt.cause();
    listener.accept(cause == null ? Trouble.DRAINING : cause, halt.message());
  }
}
