#include "go_asm.h"
#include "textflag.h"

// Of the place at AX.
#define LIKELY   (spot_transitions+transitions_likely)(AX)
#define UNSTEADY (spot_transitions+transitions_unsteady)(AX)
#define KEY_AT   (spot_transitions+transitions_keyAt)(AX)
#define FACTOR   (spot_transitions+transitions_factor)(AX)
#define WAYS     (spot_transitions+transitions_ways)(AX)

// Of the transition at R14, and of what comes behind it.
#define GLIDES  transition_glides(R14)
#define OPENS   transition_opens(R14)
#define PLACE   transition_next(R14)
#define USUAL   (transition_foreseen+foreseen_usual)(R14)
#define TELL1   (transition_foreseen+foreseen_tell)(R14)
#define TELL2   (transition_foreseen+foreseen_tell+1)(R14)
#define SPELLED (transition_foreseen+foreseen_spelled)(R14)
#define FIRST   (transition_foreseen+foreseen_first)(R14)
#define LEAST   (transition_foreseen+foreseen_least)(R14)
#define MOST    (transition_foreseen+foreseen_most)(R14)

// DIFFERS clears the zero flag unless the text at SI begins with an opening, n bytes long.
#define DIFFERS(opening, n) \
	MOVL    n, R11               \
	SHLL    $5, R11              \
	VMOVDQU (SI), Y0             \
	VPXOR   (opening), Y0, Y0    \
	VPTEST  (R8)(R11*1), Y0

// ANSWER points R10 at the prepared answer whose number is in R10.
#define ANSWER \
	IMULQ $preparedAnswer__size, R10 \
	ADDQ  R13, R10

// SPELLED_OUT points R10 at the answer that is spelled out at SI, CX bytes long, or jumps.
#define SPELLED_OUT(missing) \
	MOVBLZX TELL1, CX         \
	MOVBLZX TELL2, R10        \
	MOVBLZX (SI)(CX*1), CX    \
	MOVBLZX (SI)(R10*1), R10  \
	LEAL    (CX)(R10*4), CX   \
	ANDL    $63, CX           \
	MOVQ    SPELLED, R10      \
	MOVWLZX (R10)(CX*2), CX   \
	MOVBLZX CX, R10           \
	SHRL    $8, CX            \
	JEQ     missing           \
	ADDL    FIRST, R10        \
	ANSWER                    \
	DIFFERS(R10, CX)          \
	JNE     missing

// PUT puts the fact in X1 and the codes in R11 as those of the answer at R10.
#define PUT \
	MOVL    const_answerQuestion(R10), R12 \
	MOVB    R11, (BX)(R12*1)               \
	SHLQ    $4, R12                        \
	VMOVDQU X1, (DI)(R12*1)                \
	SHRQ    $8, R11                        \
	MOVL    const_answerRest(R10), R12     \
	MOVL    R11, (BX)(R12*1)

#define PUT_ANSWER \
	VMOVDQU const_answerFact(R10), X1   \
	MOVQ    const_answerCodes(R10), R11 \
	PUT

// func glideAVX2(s *scanner, data *byte, i, most, at int) (last, end int, there bool)
TEXT ·glideAVX2(SB), NOSPLIT, $0-57
	MOVQ  s+0(FP), R11
	MOVQ  data+8(FP), R9
	MOVQ  i+16(FP), SI
	MOVQ  at+32(FP), AX
	MOVQ  AX, last+40(FP)
	MOVL  scanner_stamp(R11), DX
	MOVQ  scanner_spots(R11), R15
	MOVQ  (scanner_slate+const_slateFacts)(R11), DI
	MOVQ  (scanner_slate+const_slateCodes)(R11), BX
	MOVQ  scanner_vocabulary(R11), R13
	MOVQ  (vocabulary_foresight+foresight_prepared)(R13), R13
	LEAQ  ·masks(SB), R8
	IMULQ $spot__size, AX
	ADDQ  R15, AX
	ADDQ  R9, SI
	ADDQ  most+24(FP), R9

	// A value has ended before SI, that of the place at AX.
next:
	CMPQ SI, R9
	JHI  behind
	LEAQ LIKELY, R14
	CMPB UNSTEADY, $0
	JNE  unsteady

transition:
	MOVBLZX GLIDES, CX
	MOVL    PLACE, R12
	CMPL    CX, $(8*const_glanceWords)
	JHI     behind
	DIFFERS(R14, CX)
	JNE     behind
	IMUL3Q  $spot__size, R12, R10
	ADDQ    R15, R10
	CMPL    spot_seen(R10), DX
	JEQ     behind
	CMPB    OPENS, $0
	JNE     opens

see:
	MOVL    DX, spot_seen(R10)
	MOVQ    R12, last+40(FP)
	MOVQ    R10, AX
	ADDQ    CX, SI
	MOVBLZX USUAL, CX
	CMPL    CX, $const_spelledOut
	JNE     list
	SPELLED_OUT(there)
	PUT_ANSWER
	ADDQ    CX, SI
	JMP     next

list:
	CMPL CX, $const_noOptions
	JNE  named
	CMPB (SI), $'['
	JNE  there
	CMPB 1(SI), $']'
	JNE  options
	MOVL FIRST, R10
	ANSWER
	PUT_ANSWER
	ADDQ $2, SI
	JMP  next

named:
	CMPL CX, $const_namedOptions
	JNE  number
	CMPB (SI), $'['
	JNE  there

options:
	MOVQ  SI, end+48(FP) // where the list begins
	VPXOR X1, X1, X1     // the options so far …
	XORL  R12, R12       // … and their codes

option:
	INCQ SI
	CMPB (SI), $' '
	JNE  word
	INCQ SI

word:
	SPELLED_OUT(odd)
	VMOVQ  const_answerFact(R10), X2
	VPTEST X2, X1
	JNE    odd
	VPOR   const_answerFact(R10), X1, X1
	ORQ    const_answerCodes(R10), R12
	ADDQ   CX, SI
	CMPB   (SI), $','
	JEQ    option
	CMPB   (SI), $']'
	JNE    odd
	MOVQ   R12, R11
	PUT
	INCQ   SI
	JMP    next

number:
	CMPL   CX, $const_smallNumber
	JNE    there
	MOVL   (SI), R10
	XORL   $0x30303030, R10   // digits become their values
	LEAL   0x76767676(R10), CX
	ORL    R10, CX
	ANDL   $0x80808080, CX    // the first bit tells what is no digit
	JEQ    there
	TZCNTL CX, CX
	SHRL   $3, CX             // how many digits there are
	JEQ    there
	CMPL   CX, $1
	JEQ    digits
	TESTB  R10, R10
	JEQ    there

digits:
	MOVL    CX, R11
	SHLL    $3, CX
	NEGL    CX
	SHLL    CX, R10 // the last digit becomes the highest byte
	MOVL    R11, CX
	MOVL    R10, R11
	SHRL    $8, R11
	MOVBLZX R11, R11
	IMULL   $100, R11
	MOVL    R10, R12
	SHRL    $16, R12
	MOVBLZX R12, R12
	IMULL   $10, R12
	SHRL    $24, R10
	ADDL    R11, R10
	ADDL    R12, R10
	MOVWLZX LEAST, R11
	CMPL    R10, R11
	JLO     there
	MOVWLZX MOST, R12
	CMPL    R10, R12
	JHI     there
	ADDL    FIRST, R10
	ANSWER
	PUT_ANSWER
	ADDQ    CX, SI
	JMP     next

unsteady:
	MOVBLZX KEY_AT, CX
	MOVL    (SI)(CX*1), R10
	LEAQ    WAYS, R14
	IMULQ   FACTOR, R10
	SHRQ    $(64-const_waysBits), R10
	IMULQ   $transition__size, R10
	ADDQ    R10, R14
	JMP     transition

opens:
	MOVQ s+0(FP), R11
	MOVQ scanner_answered(R11), R11
	CMPL spot_seen(R11), DX
	JEQ  behind
	MOVL DX, spot_seen(R11)
	JMP  see

odd:
	MOVQ end+48(FP), SI

there:
	MOVB $1, there+56(FP)
	JMP  end

behind:
	MOVB $0, there+56(FP)

end:
	VZEROUPPER
	SUBQ data+8(FP), SI
	MOVQ SI, end+48(FP)
	RET
