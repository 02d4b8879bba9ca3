/* Shared by the files of flow only: sets of bits as words joined by commas.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
#ifndef SHARED_MODEL_FLOW_INSIDE_H
#define SHARED_MODEL_FLOW_INSIDE_H

#include "shared/base/buf.h"

void flow_put_kinds(unsigned kinds, struct buf *out);
void flow_put_actors(unsigned who, struct buf *out);
void flow_put_guards(unsigned guards, struct buf *out);

#endif
