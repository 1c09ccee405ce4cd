#include "textflag.h"

// func copyAVX2(to, text *byte, extents *extent, list *piece, n int) int
TEXT ·copyAVX2(SB), NOSPLIT, $0-48
	MOVQ to+0(FP), DI
	MOVQ text+8(FP), SI
	MOVQ extents+16(FP), DX
	MOVQ list+24(FP), R8
	MOVQ n+32(FP), CX
	MOVQ DI, R12
	LEAQ (R8)(CX*4), R8
	NEGQ CX             // counts up to zero

next:
	MOVLQZX (R8)(CX*4), R9
	MOVQ    (DX)(R9*8), R10
	MOVL    R10, R11
	ADDQ    SI, R11     // the piece
	SHRQ    $32, R10    // its length
	MOVQ    DI, R13
	ADDQ    R10, DI

more:
	VMOVDQU (R11), Y0
	VMOVDQU 32(R11), Y1
	VMOVDQU 64(R11), Y2
	VMOVDQU 96(R11), Y3
	VMOVDQU Y0, (R13)
	VMOVDQU Y1, 32(R13)
	VMOVDQU Y2, 64(R13)
	VMOVDQU Y3, 96(R13)
	ADDQ    $128, R11
	ADDQ    $128, R13
	SUBQ    $128, R10
	JHI     more
	INCQ    CX
	JNZ     next
	VZEROUPPER
	SUBQ    R12, DI
	MOVQ    DI, ret+40(FP)
	RET
