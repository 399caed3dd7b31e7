package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Acknowledgement;
import dev.holdfast.CloseReason;
import dev.holdfast.Overflow;
import dev.holdfast.internal.delivery.DeliveryTable.Cell;
import dev.holdfast.internal.delivery.DeliveryTable.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests each combination of overflow policy, delivery, acknowledgement, positions without a message, burst, pace of the
 * listener, and kind of limit, for bound, order, accounts, and the promise of the policy.
 */
class DeliveryTableTest {
    @ParameterizedTest
    @EnumSource(Overflow.Kind.class)
    void eachCellKeepsBoundOrderAccountsAndPromise(Overflow.Kind kind) {
        for (Cell cell : cells(kind)) {
            try {
                DeliveryTable table = new DeliveryTable(cell);
                table.run();
                table.checkAtRest();
                checkPromise(table);
                table.close();
            } catch (Throwable t) {
                throw new AssertionError(cell.toString(), t);
            }
        }
    }

    private static List<Cell> cells(Overflow.Kind kind) {
        List<Cell> cells = new ArrayList<>();
        for (Where where : Where.values())
            for (Acknowledgement acknowledgement : Acknowledgement.values())
                for (int bits = 0; bits < 16; bits++)
                    cells.add(new Cell(
                            kind,
                            where,
                            acknowledgement,
                            (bits & 1) != 0,
                            (bits & 2) != 0,
                            (bits & 4) != 0,
                            (bits & 8) != 0));
        return cells;
    }

    private static void checkPromise(DeliveryTable table) {
        Cell cell = table.cell;
        List<Integer> handled = table.handled;
        List<Integer> all =
                IntStream.rangeClosed(1, DeliveryTable.MESSAGES).boxed().toList();
        boolean whole = cell.kind() == Overflow.Kind.BLOCK || cell.keepsUp();
        if (whole && cell.kind() != Overflow.Kind.LATEST) assertThat(handled).isEqualTo(all);
        switch (cell.kind()) {
            case FAIL -> {
                assertThat(handled).isEqualTo(all.subList(0, handled.size())).hasSizeGreaterThanOrEqualTo(6);
                assertThat(table.ended == null).isEqualTo(handled.size() == DeliveryTable.MESSAGES);
                if (table.ended != null) assertThat(table.ended.kind()).isEqualTo(CloseReason.Kind.SLOW_CONSUMER);
            }
            case DROP_NEWEST -> assertThat(handled).startsWith(1, 2, 3, 4, 5, 6);
            case DROP_OLDEST -> assertThat(handled).endsWith(56, 57, 58, 59, 60);
            case LATEST -> {
                for (int number : all)
                    assertThat(handled)
                            .as("no value newer than %d", number)
                            .anyMatch(
                                    newer -> newer >= number && DeliveryTable.key(newer) == DeliveryTable.key(number));
                // Of one read, only the latest values reach a listener on the reading thread.
                if (cell.oneRead() && cell.keepsUp()) assertThat(handled).containsExactly(58, 59, 60);
                if (!cell.oneRead() && cell.keepsUp()) assertThat(handled).isEqualTo(all);
            }
            default -> {}
        }
        boolean fresh = cell.kind() == Overflow.Kind.DROP_OLDEST || cell.kind() == Overflow.Kind.LATEST;
        if (fresh && cell.late() && cell.oneRead() && !cell.limitInBytes())
            assertThat(handled).hasSizeLessThanOrEqualTo(2 * DeliveryTable.QUEUE);
        boolean reachesEnd =
                cell.kind() != Overflow.Kind.DROP_NEWEST || cell.acknowledgement() == Acknowledgement.ON_RECEIPT;
        if (reachesEnd && table.ended == null)
            assertThat(table.subscription.cursor()).isEqualTo(table.end());
    }
}
