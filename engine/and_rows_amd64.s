#include "textflag.h"

// NEXT points R10 at the slot's row and goes on to the next slot.
#define NEXT \
	MOVBLZX (R8), R10 \
	MOVL    (DX), R11 \
	IMULQ   R9, R10   \
	ADDQ    R11, R10  \
	LEAQ    (SI)(R10*8), R10 \
	INCQ    R8        \
	ADDQ    $4, DX

#define ONES(y) VPCMPEQB y, y, y

#define GROUP(at, y, z) \
	VPAND at(R10), y, y \
	VPAND (at+32)(R10), z, z

#define STORE(at, y, z) \
	VMOVDQU y, at(DI) \
	VMOVDQU z, (at+32)(DI)

// func andRowsAVX2(into, rows *uint64, first *uint32, codes *uint8, slots, words, groups int)
TEXT ·andRowsAVX2(SB), NOSPLIT, $0-56
	MOVQ into+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ first+16(FP), DX
	MOVQ codes+24(FP), R8
	MOVQ slots+32(FP), CX
	MOVQ words+40(FP), R9
	MOVQ groups+48(FP), AX
	ONES(Y0)
	ONES(Y1)
	ONES(Y2)
	ONES(Y3)
	ONES(Y4)
	ONES(Y5)
	ONES(Y6)
	ONES(Y7)
	CMPQ AX, $2
	JLT  one
	JEQ  two
	CMPQ AX, $3
	JEQ  three

four:
	NEXT
	GROUP(0, Y0, Y1)
	GROUP(64, Y2, Y3)
	GROUP(128, Y4, Y5)
	GROUP(192, Y6, Y7)
	DECQ CX
	JNZ  four
	STORE(192, Y6, Y7)
	JMP  store3

three:
	NEXT
	GROUP(0, Y0, Y1)
	GROUP(64, Y2, Y3)
	GROUP(128, Y4, Y5)
	DECQ CX
	JNZ  three

store3:
	STORE(128, Y4, Y5)
	JMP  store2

two:
	NEXT
	GROUP(0, Y0, Y1)
	GROUP(64, Y2, Y3)
	DECQ CX
	JNZ  two

store2:
	STORE(64, Y2, Y3)
	JMP  store1

one:
	NEXT
	GROUP(0, Y0, Y1)
	DECQ CX
	JNZ  one

store1:
	STORE(0, Y0, Y1)
	VZEROUPPER
	RET
