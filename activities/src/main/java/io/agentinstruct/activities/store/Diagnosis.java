package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.StoreTrouble.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite and the file system say of one file into what a person can act on. */
final class Diagnosis {
  private static final long TOO_LITTLE_BYTES = 1 << 20;

  private final Path file;

  Diagnosis(Path file) {
    this.file = file;
  }

  StoreTrouble of(SQLException e) {
    return trouble(kind(e), reason(e), e);
  }

  /** Of a statement that failed by itself: what was asked is wrong, or the medium has trouble. */
  RuntimeException ofOne(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG ->
          new IllegalArgumentException("The store cannot take this: " + reason(e), e);
      default -> of(e);
    };
  }

  StoreTrouble of(IOException e) {
    String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (said.contains("no space left") || said.contains("quota exceeded")) {
      return trouble(Kind.FULL, reason(e), e);
    }
    if (e instanceof AccessDeniedException || said.contains("read-only")) {
      return trouble(Kind.READ_ONLY, reason(e), e);
    }
    return trouble(Kind.OTHER, reason(e), e);
  }

  StoreTrouble damaged(String what, Exception cause) {
    return trouble(Kind.DAMAGED, what, cause);
  }

  /** The same once more, for another caller: with that caller's stack. */
  StoreTrouble again(StoreTrouble trouble) {
    return new StoreTrouble(trouble.kind(), String.valueOf(trouble.getMessage()), trouble);
  }

  /**
   * Whether the medium failed, so that what stands in the same transaction, or comes after, would
   * fare no better.
   */
  boolean endsWriting(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_FULL,
          SQLITE_IOERR,
          SQLITE_CORRUPT,
          SQLITE_NOTADB,
          SQLITE_READONLY,
          SQLITE_CANTOPEN,
          SQLITE_PERM,
          SQLITE_NOMEM ->
          true;
      default -> false;
    };
  }

  private Kind kind(SQLException e) {
    return switch (primary(e)) {
      case SQLITE_FULL -> Kind.FULL;
      case SQLITE_IOERR ->
          diskIsFull() ? Kind.FULL : Kind.OTHER; // some parts of SQLite tell no more than that
      case SQLITE_READONLY, SQLITE_PERM -> Kind.READ_ONLY;
      case SQLITE_CANTOPEN -> writable() ? Kind.OTHER : Kind.READ_ONLY;
      case SQLITE_BUSY, SQLITE_LOCKED -> Kind.LOCKED;
      case SQLITE_CORRUPT, SQLITE_NOTADB -> Kind.DAMAGED;
      default -> Kind.OTHER;
    };
  }

  private StoreTrouble trouble(Kind kind, String reason, Exception cause) {
    String message =
        switch (kind) {
          case FULL ->
              "The disk is full: %s could not be written (%s). What was acknowledged is safe."
                  + " Free some space, then resume the run.";
          case READ_ONLY ->
              "%s may not be written (%s). Give this user the right to write there, or choose"
                  + " another workspace.";
          case LOCKED ->
              "%s is held by another program (%s). Close it (an open sqlite3 shell, a backup), then"
                  + " resume the run.";
          case DAMAGED ->
              "%s is damaged (%s). Keep a copy, then restore a backup or try:"
                  + " sqlite3 store.db .recover";
          case OTHER -> "%s cannot be used (%s). Check the disk and the path, then try again.";
        };
    return new StoreTrouble(kind, message.formatted(file, reason), cause);
  }

  /** Extended codes carry their primary one in the low byte. */
  private static SQLiteErrorCode primary(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
        : SQLiteErrorCode.SQLITE_ERROR;
  }

  private static String reason(Exception e) {
    String said = e.getMessage();
    return said == null ? e.getClass().getSimpleName() : said;
  }

  private boolean diskIsFull() {
    try {
      return Files.getFileStore(file).getUsableSpace() < TOO_LITTLE_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean writable() {
    Path folder = file.getParent();
    return folder != null && Files.isWritable(folder);
  }
}
