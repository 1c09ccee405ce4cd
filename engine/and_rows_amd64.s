#include "textflag.h"

// NEXT points R10 at the row of the column at CX, which counts up to zero.
#define NEXT \
	MOVQ    (DX)(CX*8), R11 \
	MOVL    R11, R10        \
	SHRQ    $32, R11        \
	MOVBLZX (R8)(R11*1), R11 \
	IMULQ   R9, R11         \
	ADDQ    R11, R10        \
	LEAQ    (SI)(R10*8), R10

// func andRowsAVX512(into, rows *uint64, columns *column, codes *uint8, n, words, groups int)
TEXT ·andRowsAVX512(SB), NOSPLIT, $0-56
	MOVQ into+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ columns+16(FP), DX
	MOVQ codes+24(FP), R8
	MOVQ n+32(FP), CX
	MOVQ words+40(FP), R9
	MOVQ groups+48(FP), AX
	LEAQ (DX)(CX*8), DX
	NEGQ CX
	VPTERNLOGD $0xff, Z0, Z0, Z0
	VMOVDQA64 Z0, Z1
	VMOVDQA64 Z0, Z2
	VMOVDQA64 Z0, Z3
	CMPQ AX, $2
	JLT  one
	JEQ  two
	CMPQ AX, $3
	JEQ  three
four:
	NEXT
	VPANDQ (R10), Z0, Z0
	VPANDQ 64(R10), Z1, Z1
	VPANDQ 128(R10), Z2, Z2
	VPANDQ 192(R10), Z3, Z3
	INCQ CX
	JNZ  four
	VMOVDQU64 Z3, 192(DI)
	JMP store3
three:
	NEXT
	VPANDQ (R10), Z0, Z0
	VPANDQ 64(R10), Z1, Z1
	VPANDQ 128(R10), Z2, Z2
	INCQ CX
	JNZ  three
store3:
	VMOVDQU64 Z2, 128(DI)
	JMP store2
two:
	NEXT
	VPANDQ (R10), Z0, Z0
	VPANDQ 64(R10), Z1, Z1
	INCQ CX
	JNZ  two
store2:
	VMOVDQU64 Z1, 64(DI)
	JMP store1
one:
	NEXT
	VPANDQ (R10), Z0, Z0
	INCQ CX
	JNZ  one
store1:
	VMOVDQU64 Z0, (DI)
	VZEROUPPER
	RET

#define ONES(y) VPCMPEQB y, y, y

#define GROUP(at, y, z) \
	VPAND at(R10), y, y \
	VPAND (at+32)(R10), z, z

#define STORE(at, y, z) \
	VMOVDQU y, at(DI) \
	VMOVDQU z, (at+32)(DI)

// func andRowsAVX2(into, rows *uint64, columns *column, codes *uint8, n, words, groups int)
TEXT ·andRowsAVX2(SB), NOSPLIT, $0-56
	MOVQ into+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ columns+16(FP), DX
	MOVQ codes+24(FP), R8
	MOVQ n+32(FP), CX
	MOVQ words+40(FP), R9
	MOVQ groups+48(FP), AX
	LEAQ (DX)(CX*8), DX
	NEGQ CX
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
	INCQ CX
	JNZ  four
	STORE(192, Y6, Y7)
	JMP  store3

three:
	NEXT
	GROUP(0, Y0, Y1)
	GROUP(64, Y2, Y3)
	GROUP(128, Y4, Y5)
	INCQ CX
	JNZ  three

store3:
	STORE(128, Y4, Y5)
	JMP  store2

two:
	NEXT
	GROUP(0, Y0, Y1)
	GROUP(64, Y2, Y3)
	INCQ CX
	JNZ  two

store2:
	STORE(64, Y2, Y3)
	JMP  store1

one:
	NEXT
	GROUP(0, Y0, Y1)
	INCQ CX
	JNZ  one

store1:
	STORE(0, Y0, Y1)
	VZEROUPPER
	RET
