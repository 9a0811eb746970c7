package io.agentinstruct.starter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C, twice: the first asks, the second ends. A shutdown hook could not hear the second.
 * Reached by reflection, since the JDK's signal class is supported but makes the compiler warn.
 */
final class Interrupts {
  private Interrupts() {}

  /**
   * @param first what a first SIGINT or SIGTERM does
   * @param second what any further one does
   */
  static void handle(Runnable first, Runnable second) {
    AtomicInteger heard = new AtomicInteger();
    Runnable each = () -> (heard.getAndIncrement() == 0 ? first : second).run();
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  each.run();
                  return null;
                }
                return switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" ->
                      System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                  default -> "interrupts";
                };
              });
      for (String name : new String[] {"INT", "TERM"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(first)); // a runtime without the class: one Ctrl-C is heard
    }
  }
}
