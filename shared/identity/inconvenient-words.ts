/** Words that RENAPO keeps out of the first four letters of a CURP (instructivo normativo, anexo «palabras altisonantes»). */
const WORDS = new Set(
  `BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI GUEY JETA
JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS
MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO
TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY`.split(/\s+/),
);

/** Whether four letters are such a word. */
export const isInconvenient = (letters: string): boolean => WORDS.has(letters);

/** The letters as a CURP has them: the second of such a word is X, everything else stays. */
export const convenient = (letters: string): string =>
  isInconvenient(letters) ? `${letters.slice(0, 1)}X${letters.slice(2)}` : letters;
