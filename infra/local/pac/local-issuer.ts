/** RFC of the certificate made on this machine: an entity that does not exist. The fiscal settings of a demonstration say the same. */
export const LOCAL_ISSUER_RFC = 'IBC120101AB1';

/** Where the stand-in answers. */
export const PAC_PLACE = '/_local/pac';
