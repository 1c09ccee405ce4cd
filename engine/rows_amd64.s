#include "go_asm.h"
#include "textflag.h"

// NEXT points R10 at the row of the column at CX, which counts up to zero.
#define NEXT \
	MOVQ    (DX)(CX*8), R11  \
	MOVL    R11, R10         \
	SHRQ    $32, R11         \
	MOVBLZX (R8)(R11*1), R11 \
	IMULQ   R9, R11          \
	ADDQ    R11, R10         \
	LEAQ    (SI)(R10*8), R10 \
	INCQ    CX

// A group of eight words at a place of the row is in two registers Y or in one Z.
#define AND256(at, y, z, x) \
	VPAND at(R10), y, y      \
	VPAND (at+32)(R10), z, z

#define STORE256(at, y, z, x) \
	VMOVDQU y, at(DI)      \
	VMOVDQU z, (at+32)(DI)

#define ONES256 \
	VPCMPEQB Y0, Y0, Y0 \
	VMOVDQA  Y0, Y1     \
	VMOVDQA  Y0, Y2     \
	VMOVDQA  Y0, Y3     \
	VMOVDQA  Y0, Y4     \
	VMOVDQA  Y0, Y5     \
	VMOVDQA  Y0, Y6     \
	VMOVDQA  Y0, Y7

#define AND512(at, y, z, x) VPANDQ at(R10), x, x

#define STORE512(at, y, z, x) VMOVDQU64 x, at(DI)

#define ONES512 \
	VPTERNLOGD $0xff, Z0, Z0, Z0 \
	VMOVDQA64  Z0, Z2            \
	VMOVDQA64  Z0, Z4            \
	VMOVDQA64  Z0, Z6

// ROW1 to ROW4 take a row of so many groups.
#define ROW1(AND) \
	NEXT               \
	AND(0, Y0, Y1, Z0)

#define ROW2(AND) \
	ROW1(AND)           \
	AND(64, Y2, Y3, Z2)

#define ROW3(AND) \
	ROW2(AND)            \
	AND(128, Y4, Y5, Z4)

#define ROW4(AND) \
	ROW3(AND)            \
	AND(192, Y6, Y7, Z6)

// COLUMNS takes a row of each column, two between jumps.
#define COLUMNS(ROW, AND, two, done) \
	TESTQ $1, CX \
	JZ    two    \
	ROW(AND)     \
	TESTQ CX, CX \
	JZ    done   \
	PCALIGN $32  \
two: \
	ROW(AND)     \
	ROW(AND)     \
	TESTQ CX, CX \
	JNZ   two    \
done:

// AND_ROWS does what and is for, up to four groups at a time.
#define AND_ROWS(ONES, AND, STORE) \
	MOVQ into+0(FP), DI               \
	MOVQ r+8(FP), AX                  \
	MOVQ codes+16(FP), R8             \
	MOVQ rows_bits(AX), SI            \
	MOVQ rows_columns(AX), DX         \
	MOVQ (rows_columns+8)(AX), R12    \
	MOVQ rows_words(AX), R9           \
	MOVQ R9, R13                      \
	LEAQ (DX)(R12*8), DX              \
	NEGQ R12                          \
part: \
	MOVQ R12, CX                      \
	ONES                              \
	CMPQ R13, $16                     \
	JLT  one                          \
	JEQ  two                          \
	CMPQ R13, $24                     \
	JEQ  three                        \
	COLUMNS(ROW4, AND, again4, done4) \
	STORE(192, Y6, Y7, Z6)            \
	JMP  store3                       \
three: \
	COLUMNS(ROW3, AND, again3, done3) \
store3: \
	STORE(128, Y4, Y5, Z4)            \
	JMP  store2                       \
two: \
	COLUMNS(ROW2, AND, again2, done2) \
store2: \
	STORE(64, Y2, Y3, Z2)             \
	JMP  store1                       \
one: \
	COLUMNS(ROW1, AND, again1, done1) \
store1: \
	STORE(0, Y0, Y1, Z0)              \
	ADDQ $256, DI                     \
	ADDQ $256, SI                     \
	SUBQ $32, R13                     \
	JGT  part                         \
	VZEROUPPER                        \
	RET

// func andAVX2(into *uint64, r *rows, codes *uint8)
TEXT ·andAVX2(SB), NOSPLIT, $0-24
	AND_ROWS(ONES256, AND256, STORE256)

// func andAVX512(into *uint64, r *rows, codes *uint8)
TEXT ·andAVX512(SB), NOSPLIT, $0-24
	AND_ROWS(ONES512, AND512, STORE512)
