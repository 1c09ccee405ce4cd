#include "go_asm.h"
#include "textflag.h"

// A block, from R11 to R13.
#define BLOCK256 \
	VMOVDQU (R11), Y0       \
	VMOVDQU 32(R11), Y1     \
	VMOVDQU 64(R11), Y2     \
	VMOVDQU 96(R11), Y3     \
	VMOVDQU 128(R11), Y4    \
	VMOVDQU 160(R11), Y5    \
	VMOVDQU Y0, (R13)       \
	VMOVDQU Y1, 32(R13)     \
	VMOVDQU Y2, 64(R13)     \
	VMOVDQU Y3, 96(R13)     \
	VMOVDQU Y4, 128(R13)    \
	VMOVDQU Y5, 160(R13)

#define BLOCK512 \
	VMOVDQU64 (R11), Z0     \
	VMOVDQU64 64(R11), Z1   \
	VMOVDQU64 128(R11), Z2  \
	VMOVDQU64 Z0, (R13)     \
	VMOVDQU64 Z1, 64(R13)   \
	VMOVDQU64 Z2, 128(R13)

#define COPY(BLOCK) \
	MOVQ to+0(FP), DI       \
	MOVQ text+8(FP), SI     \
	MOVQ extents+16(FP), DX \
	MOVQ list+24(FP), R8    \
	MOVQ n+32(FP), CX       \
	MOVQ DI, R12            \
	LEAQ (R8)(CX*4), R8     \
	NEGQ CX                 \ // counts up to zero
next: \
	MOVLQZX (R8)(CX*4), R9  \
	MOVQ    (DX)(R9*8), R10 \
	MOVL    R10, R11        \
	ADDQ    SI, R11         \ // the piece
	SHRQ    $32, R10        \ // its length
	MOVQ    DI, R13         \
	ADDQ    R10, DI         \
more: \
	BLOCK                   \
	ADDQ    $const_block, R11       \
	ADDQ    $const_block, R13       \
	SUBQ    $const_block, R10       \
	JHI     more            \
	INCQ    CX              \
	JNZ     next            \
	VZEROUPPER              \
	SUBQ    R12, DI         \
	MOVQ    DI, ret+40(FP)  \
	RET

// func copyAVX2(to, text *byte, extents *extent, list *piece, n int) int
TEXT ·copyAVX2(SB), NOSPLIT, $0-48
	COPY(BLOCK256)

// func copyAVX512(to, text *byte, extents *extent, list *piece, n int) int
TEXT ·copyAVX512(SB), NOSPLIT, $0-48
	COPY(BLOCK512)
